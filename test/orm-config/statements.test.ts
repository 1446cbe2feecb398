import { raw } from '@mikro-orm/core';
import { expect } from 'chai';
import { postgresPlaceholders } from '../../src/orm-config/postgresql/placeholders.ts';
import { PrefectPostgreSqlPlatform } from '../../src/orm-config/postgresql/platform.ts';
import { sqlitePlaceholders } from '../../src/orm-config/sqlite/placeholders.ts';
import { PrefectSqlitePlatform } from '../../src/orm-config/sqlite/platform.ts';
import { StatementBinder } from '../../src/orm-config/statements.ts';

const sqlite = new StatementBinder(new PrefectSqlitePlatform(), sqlitePlaceholders);
const postgres = new StatementBinder(new PrefectPostgreSqlPlatform(), postgresPlaceholders);

describe('A statement of MikroORM', () => {
  it('keeps its values beside it', () => {
    expect(sqlite.bind('select a from t where b = ? and c = ?', ['x', null])).to.deep.equal({
      sql: 'select a from t where b = ? and c = ?',
      values: ['x', null],
    });
    expect(postgres.bind('select a from t where b = ? and c = ?', ['x', null])).to.deep.equal({
      sql: 'select a from t where b = $1 and c = $2',
      values: ['x', null],
    });
  });

  it('gets its identifiers quoted and its question marks back', () => {
    expect(postgres.bind('?? = ? and ?? \\? ?', ['t.a', 'x', 'j', 'key'])).to.deep.equal({
      sql: '"t"."a" = $1 and "j" ? $2',
      values: ['x', 'key'],
    });
    expect(sqlite.bind("?? = ? and '\\?' = ?", ['a', 'x', '?'])).to.deep.equal({
      sql: "`a` = ? and '?' = ?",
      values: ['x', '?'],
    });
  });

  it('takes an array as a list, also of pairs', () => {
    expect(sqlite.bind('a in (?)', [['x', 'y']])).to.deep.equal({ sql: 'a in (?, ?)', values: ['x', 'y'] });
    expect(
      postgres.bind('(a, b) in ((?), (?))', [
        ['x', 'y'],
        ['z', 'w'],
      ]),
    ).to.deep.equal({
      sql: '(a, b) in (($1, $2), ($3, $4))',
      values: ['x', 'y', 'z', 'w'],
    });
  });

  it('takes a raw fragment with the values of its own', () => {
    const value = raw('lower(?) || ??', ['X', 'b']);
    expect(postgres.bind('update t set a = ? where c = ?', [value, 'y'])).to.deep.equal({
      sql: 'update t set a = lower($1) || "b" where c = $2',
      values: ['X', 'y'],
    });
  });

  it('takes an object as JSON', () => {
    expect(sqlite.bind('?', [{ a: [1] }]).values).to.deep.equal(['{"a":[1]}']);
  });

  it('gives SQLite integers as integers, and what it has no type for as a number', () => {
    const { values } = sqlite.bind('?, ?, ?, ?, ?, ?', [1, 1.5, -0, true, 2 ** 60, 9007199254740993n]);
    expect(values).to.deep.equal([1n, 1.5, -0, 1n, 2 ** 60, 9007199254740993n]);
  });

  it('tells PostgreSQL the type of a number', () => {
    const { sql } = postgres.bind('?, ?, ?, ?, ?, ?', [1, 2 ** 31, 0.5, -0, true, 2n ** 64n]);
    expect(sql).to.equal('$1::int4, $2::int8, $3::float8, $4::float8, $5::bool, $6::numeric');
  });

  it('writes a limit into the text for SQLite, which would prepare the statement again for another', () => {
    expect(sqlite.bind('select a from t where b = ? limit ? offset ?', ['x', 5, 10])).to.deep.equal({
      sql: 'select a from t where b = ? limit 5 offset 10',
      values: ['x'],
    });
  });

  it('numbers a value once that comes again in the same expression', () => {
    expect(
      postgres.bind('select date_trunc(?, t) from x where a = ? group by date_trunc(?, t), date_trunc(?, u)', [
        'day',
        'day',
        'day',
        'day',
      ]),
    ).to.deep.equal({
      sql: 'select date_trunc($1, t) from x where a = $2 group by date_trunc($1, t), date_trunc($3, u)',
      values: ['day', 'day', 'day'],
    });
    // One of these may be a column of another type.
    expect(postgres.bind('insert into t (a, b) values (?, ?), (?, ?)', ['x', 'x', 'x', 'x']).values).to.have.length(4);
    expect(
      postgres.bind('case when c then ? else ? end, case when c then ? else ? end', ['x', 'x', 'x', 'x']).values,
    ).to.have.length(4);
  });

  it('carries more values than can be bound', () => {
    const many = Array.from({ length: 70_000 }, (_, index) => `it's \\${index}`);
    for (const [binder, limit] of [
      [sqlite, 32_766],
      [postgres, 65_535],
    ] as const) {
      const { sql, values } = binder.bind('a in (?)', [many]);
      expect(values).to.have.length(limit);
      expect(sql).not.to.contain("it's");
      expect(sql.split(',')).to.have.length(70_000 * 1 + (sql.match(/'UTF8'/g)?.length ?? 0));
    }
  });

  it('is left alone without values', () => {
    expect(postgres.bind("select 'a?b'", [])).to.deep.equal({ sql: "select 'a?b'", values: [] });
  });
});
