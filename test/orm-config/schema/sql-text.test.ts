import { expect } from 'chai';
import { sameDefault, sameType } from '../../../src/orm-config/schema/blind-spots.ts';
import { parseIndex } from '../../../src/orm-config/schema/index-text.ts';
import { normalExpression } from '../../../src/orm-config/schema/sql-text.ts';

describe('The text of an expression', () => {
  for (const [a, b] of [
    [
      "state_type = 'SCHEDULED' AND auto_scheduled = true",
      "((state_type = 'SCHEDULED'::state_type) AND (auto_scheduled = true))",
    ],
    ['COALESCE(start_time, expected_start_time)', 'coalesce( start_time ,"expected_start_time" )'],
    ["created_by ->> 'id'", "(created_by ->> 'id'::text)"],
    ['a <> b', 'a != b'],
    ["name::character varying(9) = 'x'", "name = 'x'"],
    ['at::timestamp with time zone > now()', 'at > now()'],
    ['a -- a comment\n + /* another */ b', 'a + b'],
  ] as const) {
    it(`is one with another spelling of it: ${b.replaceAll('\n', ' ')}`, () => {
      expect(normalExpression(a)).to.equal(normalExpression(b));
    });
  }

  for (const [a, b] of [
    ["state_type = 'SCHEDULED'", "state_type = 'scheduled'"],
    ['coalesce(a, b)', 'coalesce(b, a)'],
    ["data ->> 'a'", "data -> 'a'"],
    ["'a b'", "'a  b'"],
    ['f(a) + b', 'f(a + b)'],
  ] as const) {
    it(`is not one with what says something else: ${b}`, () => {
      expect(normalExpression(a)).to.not.equal(normalExpression(b));
    });
  }
});

describe('The text of an index', () => {
  it('is one as it was written and as PostgreSQL shows it', () => {
    expect(parseIndex('CREATE INDEX i ON t (a, b DESC) INCLUDE (c, d) WHERE a IS NOT NULL')).to.deep.equal(
      parseIndex('CREATE INDEX i ON public.t USING btree (a, b DESC) INCLUDE (c, d) WHERE (a IS NOT NULL)'),
    );
  });

  it('tells keys, direction, collation, method, included columns and condition', () => {
    expect(
      parseIndex(
        `create unique index i on t using gin (name gin_trgm_ops, lower(a), b collate nocase desc) include (c) where x = 'Y'`,
      ),
    ).to.deep.equal({
      unique: true,
      method: 'gin',
      keys: ['name gin_trgm_ops', 'lower ( a )', 'b collate nocase desc'],
      include: ['c'],
      where: `x = 'Y'`,
    });
  });

  it('leaves out what is so anyway', () => {
    expect(
      parseIndex('CREATE INDEX i ON t (a ASC NULLS LAST, b DESC NULLS FIRST, c COLLATE BINARY)').keys,
    ).to.deep.equal(['a', 'b desc', 'c']);
    expect(parseIndex('CREATE INDEX i ON t (a DESC NULLS LAST, b NULLS FIRST)').keys).to.deep.equal([
      'a desc nulls last',
      'b nulls first',
    ]);
  });

  it('is not misled by a column that is called like a word of the statement', () => {
    expect(parseIndex('CREATE INDEX i ON t ("include", "where", "using")').keys).to.deep.equal([
      'include',
      'where',
      'using',
    ]);
  });
});

describe('Two spellings of one schema', () => {
  it('are the short and the long name of a type, and not another length', () => {
    expect(sameType('timestamptz', 'timestamp with time zone')).to.equal(true);
    expect(sameType('VARCHAR(9)', 'character varying (9)')).to.equal(true);
    expect(sameType('VARCHAR(9)', 'VARCHAR(7)')).to.equal(false);
    expect(sameType('varchar', 'text')).to.equal(false);
  });

  it('are a default with and without its cast, and no default and null', () => {
    expect(sameDefault(`'{}'`, `'{}'::jsonb`)).to.equal(true);
    expect(sameDefault('now()', 'CURRENT_TIMESTAMP')).to.equal(true);
    expect(sameDefault(`'0'`, 0)).to.equal(true);
    expect(sameDefault(null, 'NULL')).to.equal(true);
    expect(sameDefault(`'[]'`, `'{}'`)).to.equal(false);
    expect(sameDefault(null, `''`)).to.equal(false);
  });
});
