import { expect } from 'chai';
import { dumpJson, InvalidJsonError, parseJson } from '../../../src/domain/types/index.ts';
import { floatTest } from '../../../src/domain/types/json/floats.ts';
import recorded from './fixtures/json-texts.json' with { type: 'json' };
import { thrownBy } from './platforms.ts';

describe('JSON text', () => {
  for (const text of recorded.texts) {
    it(`reads and writes ${text.slice(0, 60)} as Python wrote it`, () => {
      // inside a list: a bare number has no container that could remember its spelling
      expect(dumpJson(parseJson(`[${text}]`), { nonFinite: 'python' })).to.equal(`[${text}]`);
    });
  }

  it('writes every float as Python does', () => {
    for (const [bits, text] of recorded.floats as [string, string][]) {
      const value = Buffer.from(bits, 'hex').readDoubleBE();
      // a JavaScript number that is an exact integer is taken for one: `1`, where Python's float is `1.0`
      const expected = Number.isSafeInteger(value) && !Object.is(value, -0) ? text.replace(/\.0$/, '') : text;
      expect(dumpJson(value, { nonFinite: 'python' })).to.equal(expected);
    }
  });

  it('reads integers beyond 2^53 as bigint and smaller ones as number', () => {
    expect(parseJson('[9007199254740993, 9007199254740991, -9223372036854775808]')).to.deep.equal([
      9007199254740993n,
      9007199254740991,
      -9223372036854775808n,
    ]);
  });

  it('keeps the spelling of what was not changed beside what was', () => {
    const document = parseJson('{"10": 1.0, "a": [1e+16, 2], "9": -0.0}') as { a: number[] };
    document.a.push(3);
    expect(dumpJson(document)).to.equal('{"10": 1.0, "a": [1e+16, 2, 3], "9": -0.0}');
  });

  it('keeps digits that a JavaScript number has no room for', () => {
    const document = parseJson('{"a": 123456789012345.678, "b": 1}') as Record<string, number>;
    document['b'] = 2;
    expect(dumpJson(document)).to.equal('{"a": 123456789012345.678, "b": 2}');
  });

  it('forgets the spelling of a number that is replaced', () => {
    const document = parseJson('{"a": 1.0}') as Record<string, number>;
    document['a'] = 2;
    expect(dumpJson(document)).to.equal('{"a": 2}');
  });

  it('takes the last of duplicate keys, in the place of the first', () => {
    expect(dumpJson(parseJson('{"a": 1.0, "b": 2, "a": 3}'))).to.equal('{"a": 3, "b": 2}');
  });

  it('leaves nothing on the objects it makes', () => {
    const document = parseJson('{"2": 1.0, "1": [1e+16]}') as object;
    expect(Reflect.ownKeys(document)).to.deep.equal(['1', '2']);
    expect(Object.getOwnPropertySymbols(document)).to.deep.equal([]);
  });

  it('reads a key named __proto__ as a key', () => {
    const document = parseJson('{"__proto__": {"polluted": 1.0}}') as object;
    expect(Object.keys(document)).to.deep.equal(['__proto__']);
    expect((document as { polluted?: unknown }).polluted).to.equal(undefined);
  });

  it('looks for no float under keys that every object has', () => {
    const text = '{"__proto__": {"__proto__": {"constructor": 1}}, "constructor": {"length": 1}, "a": 1.0}';
    expect(dumpJson(parseJson(text), { isFloat: floatTest({ a: true }) })).to.equal(text);
  });

  for (const text of [
    '',
    ' ',
    '[1,]',
    '[,1]',
    '{,}',
    '[01]',
    '[1.]',
    '[.5]',
    '["\u0001", 1.0]',
    '[1.0',
    '[1.0]x',
    '{"a": 1.0,}',
    '{1.0: 1}',
    '["a]',
    '[1.0, "\\x"]',
    '{"a" 1.0}',
  ]) {
    it(`refuses ${JSON.stringify(text)} and does not repeat it`, () => {
      const error = thrownBy(() => parseJson(text));
      expect(error).to.be.instanceOf(InvalidJsonError);
      expect(error).to.have.property('code', 'INVALID_JSON');
      expect(error['message']).not.to.include('1.0');
    });
  }

  it('reads long strings beside numbers of their own spelling', () => {
    const text = `{"a": 1.0, "s": "${'x'.repeat(10_000_000)}", "t": "${'\\\\\\"'.repeat(1000)}"}`;
    expect(dumpJson(parseJson(text)) === text).to.equal(true);
  });

  it('reads a document that is nested as deeply as Python writes one', () => {
    const text = `${'['.repeat(950)}1.0${']'.repeat(950)}`;
    expect(dumpJson(parseJson(text))).to.equal(text);
  });

  it('says so when a document is nested too deeply', () => {
    const deep = `${'['.repeat(100_000)}1.0${']'.repeat(100_000)}`;
    expect(thrownBy(() => parseJson(deep))).to.be.instanceOf(InvalidJsonError);
    expect(thrownBy(() => dumpJson(parseJson(deep.replace('1.0', ''))))).to.be.instanceOf(InvalidJsonError);
  });

  it('refuses a value that contains itself, a function and an instance of a class', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    for (const value of [circle, [() => 1], { map: new Map() }]) {
      expect(thrownBy(() => dumpJson(value))).to.be.instanceOf(InvalidJsonError);
    }
  });
});
