import { expect } from 'chai';
import { InvalidValueError, isSqlNull, JsonbType, JsonType, SQL_NULL } from '../../../src/domain/types/index.ts';
import { showable } from '../../../src/domain/types/json/showable.ts';
import { postgresql, sqlite, thrownBy } from './platforms.ts';

describe('JsonbType', () => {
  const type = new JsonbType();

  it('writes null as SQL NULL, and NaN and the infinities as null', () => {
    for (const value of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(type.convertToDatabaseValue(value, sqlite)).to.equal(null);
    }
    expect(type.convertToDatabaseValue([Infinity, -Infinity, { a: Number.NaN }, 1], sqlite)).to.equal(
      '[null, null, {"a": null}, 1]',
    );
  });

  it('keeps falsy values', () => {
    expect([false, 0, '', [], {}].map((value) => type.convertToDatabaseValue(value, sqlite))).to.deep.equal([
      'false',
      '0',
      '""',
      '[]',
      '{}',
    ]);
  });

  it('reads what the affinity of SQLite made a number of', () => {
    expect([5, 0.5, 1e22, 9007199254740993n].map((stored) => type.convertToJSValue(stored, sqlite))).to.deep.equal([
      5,
      0.5,
      1e22,
      9007199254740993n,
    ]);
  });

  it('takes such a number for the text it was written as', () => {
    for (const [stored, written] of [
      [5, '5'],
      [1, '1.0'],
      [0.5, '0.5'],
      [9007199254740993n, '9007199254740993'],
    ] as const) {
      expect(type.compareValues(stored, written), written).to.equal(true);
    }
    expect(type.compareValues(5, '6')).to.equal(false);
    expect(type.compareValues(9007199254740993n, '9007199254740992')).to.equal(false);
  });

  it('reads a text of digits as the text it is', () => {
    expect(type.convertToJSValue('"12"', sqlite)).to.equal('12');
  });

  it('writes an unchanged document with its very text, also from another entity', () => {
    for (const text of ['{"b":1.0,"a":[1E5]}', '{"b": 1,  "é": 2}', '[1, 1]', '{"a": 1, "a": 2}']) {
      const document = type.convertToJSValue(text, sqlite);
      expect(type.convertToDatabaseValue(document, sqlite)).to.equal(text);
      expect(new JsonbType().convertToDatabaseValue(document, sqlite)).to.equal(text);
    }
  });

  it('sees an edit in place', () => {
    const document = type.convertToJSValue('{"a": [1.0, {"b": 2}]}', sqlite) as { a: [number, { b: number }] };
    document.a[1].b = 3;
    expect(type.convertToDatabaseValue(document, sqlite)).to.equal('{"a": [1.0, {"b": 3}]}');
    expect(type.compareValues('{"a": [1.0, {"b": 2}]}', '{"a": [1.0, {"b": 3}]}')).to.equal(false);
  });

  it('does not carry the spelling of one database into another', () => {
    const document = type.convertToJSValue('{"é": 1}', postgresql);
    expect(type.convertToDatabaseValue(document, postgresql)).to.equal('{"é": 1}');
    expect(type.convertToDatabaseValue(document, sqlite)).to.equal('{"\\u00e9": 1}');
  });

  it('does not carry NaN out of a plain column', () => {
    const document = new JsonType().convertToJSValue('[NaN]', sqlite);
    expect(type.convertToDatabaseValue(document, sqlite)).to.equal('[null]');
  });

  it('says which property holds no JSON, without repeating it', () => {
    const named = Object.assign(new JsonbType(), { meta: { className: 'Variable' }, prop: { name: 'value' } });
    const error = thrownBy(() => named.convertToJSValue('{"secret": hunter2}', sqlite));
    expect(error).to.be.instanceOf(InvalidValueError).and.include({ entity: 'Variable', property: 'value' });
    expect(error['message']).not.to.include('hunter2');
  });

  it('is shown by JSON.stringify with all digits', () => {
    expect(JSON.stringify(showable({ big: 9007199254740993n }))).to.equal('{"big":"9007199254740993"}');
  });
});

describe('JsonType', () => {
  const type = new JsonType();

  it('writes null as the JSON value, and what is left out as SQL NULL', () => {
    expect(type.convertToDatabaseValue(null, sqlite)).to.equal('null');
    expect(type.convertToDatabaseValue(undefined, sqlite)).to.equal(null);
    expect(type.convertToDatabaseValue(SQL_NULL, sqlite)).to.equal(null);
  });

  it('selects SQL NULL as something that no JSON text is', () => {
    expect(type.convertToJSValueSQL('`data`', sqlite)).to.equal("coalesce(`data`, '')");
    expect(type.convertToJSValueSQL('"data"', postgresql)).to.equal(`coalesce("data"::text, '')`);
  });

  it('reads both nulls as null, and takes neither for a change of the other', () => {
    expect(type.convertToJSValue('', sqlite)).to.equal(null);
    expect(type.convertToJSValue('null', sqlite)).to.equal(null);
    const written = type.convertToDatabaseValue(null, sqlite);
    expect(type.compareValues('', written)).to.equal(true);
    expect(type.compareValues('null', written)).to.equal(true);
    expect(type.compareValues('', '{}')).to.equal(false);
    expect(type.compareValues('{}', written)).to.equal(false);
  });

  it('tells the two nulls apart by what was loaded', () => {
    expect(isSqlNull(loaded(''), 'data')).to.equal(true);
    expect(isSqlNull(loaded('null'), 'data')).to.equal(false);
    expect(isSqlNull({ data: undefined }, 'data')).to.equal(true);
    expect(isSqlNull({ data: SQL_NULL }, 'data')).to.equal(true);
    expect(isSqlNull({ data: 0 }, 'data')).to.equal(false);
  });

  it('keeps NaN and the infinities, in the words of Python', () => {
    const document = type.convertToJSValue('[NaN, Infinity, -Infinity]', sqlite);
    expect(document).to.deep.equal([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(type.convertToDatabaseValue([Number.NaN, Number.NEGATIVE_INFINITY], sqlite)).to.equal('[NaN, -Infinity]');
  });

  it('declares its column by the storage', () => {
    const property = {} as never;
    expect([type.getColumnType(property, sqlite), type.getColumnType(property, postgresql)]).to.deep.equal([
      'JSON',
      'json',
    ]);
    expect([
      new JsonbType().getColumnType(property, sqlite),
      new JsonbType().getColumnType(property, postgresql),
    ]).to.deep.equal(['JSON', 'jsonb']);
  });
});

/** As an entity is after a load: MikroORM keeps the raw row beside it. */
function loaded(stored: string): { data: null } {
  return Object.defineProperty({ data: null }, '__helper', { value: { __originalEntityData: { data: stored } } });
}
