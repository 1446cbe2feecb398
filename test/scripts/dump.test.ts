import { expect } from 'chai';
import { partsOfDump } from '../../scripts/check-databases/dump.ts';

describe('a plain pg_dump', () => {
  it('is read as statements and rows, in order', () => {
    const dump = [
      '\\restrict x',
      'CREATE TABLE public.t (a text, "limit" text);',
      'COPY public.t (a, "limit") FROM stdin;',
      'x\t\\N',
      '\\\\N\ty',
      '\\.',
      '',
      'ALTER TABLE public.t ADD b text;',
    ];
    expect(partsOfDump(dump.join('\n'))).to.deep.equal([
      { sql: 'CREATE TABLE public.t (a text, "limit" text);' },
      {
        into: 'public.t',
        columns: ['a', '"limit"'],
        rows: [
          ['x', null],
          ['\\N', 'y'],
        ],
      },
      { sql: '\nALTER TABLE public.t ADD b text;' },
    ]);
  });

  it('keeps what COPY escapes', () => {
    const [, rows] = partsOfDump(['COPY t (a) FROM stdin;', 'a\\tb\\nc\\\\d\\re', '\\.'].join('\n'));
    expect(rows).to.have.deep.property('rows', [['a\tb\nc\\d\re']]);
  });

  it('may have empty tables', () => {
    const [, rows] = partsOfDump(['COPY t (a) FROM stdin;', '\\.', ''].join('\n'));
    expect(rows).to.have.deep.property('rows', []);
  });
});
