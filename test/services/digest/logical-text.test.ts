import { hash } from 'node:crypto';
import { expect } from 'chai';
import { logicalText, type LogicalValue, RowHashes, sqlNull } from '../../../src/services/digest/index.ts';
import { logicalValuesHash } from '../../../src/services/digest/row-hash.ts';
import { compareInUtf8, utf8 } from '../../../src/services/digest/utf8.ts';

describe('What a digest writes', () => {
  // the worked example of the format
  const row: Record<string, LogicalValue> = { a: 1, é: ['x', null], b: sqlNull, ok: true };
  const columns = Object.keys(row).map((name) => ({ name, kind: 'json' as const }));
  const rowHash = logicalValuesHash(columns)(({ name }) => row[name]!);

  it('is the worked example of the format for its row', () => {
    expect(rowHash.toString('hex')).to.equal(
      hash('sha256', '{s1:ad3ff0000000000000s1:bNs2:okts2:é[s1:xn]}'),
      'the bytes',
    );
    expect(rowHash.toString('hex')).to.equal('e4a5e53bc09945282c731e0a7fa263f6cd02d598ec59c0b399175c87a994e921');
  });

  it('is the worked example of the format for a table with that row', () => {
    const hashes = new RowHashes();
    hashes.add(rowHash);
    expect(hashes.digest()).to.equal('65c46e0642510f520978925df5a9dc93d8d9e40723c07734e53dd7b90b3714ab');
  });

  const written: readonly (readonly [title: string, value: LogicalValue, text: string])[] = [
    ['SQL NULL', sqlNull, 'N'],
    ['a JSON null', null, 'n'],
    ['true', true, 't'],
    ['false', false, 'f'],
    ['a negative zero, as zero', -0, 'd0000000000000000'],
    ['an integer that a number cannot hold, rounded to even', 2n ** 53n + 1n, 'd4340000000000000'],
    ['an integer beyond all numbers, as infinity', 10n ** 400n, 'd7ff0000000000000'],
    ['not a number', Number.NaN, 'd7ff8000000000000'],
    ['a text, by its bytes', 'é\u0000😀', 's7:é\u0000😀'],
    ['an empty array and an empty object', [[], {}], '[[]{}]'],
    [
      'keys by their UTF-8',
      { '\u{1f600}': 1, '\ue000': 2, 10: 3, 9: 4, '': 5 },
      '{s0:d4014000000000000s2:10d4008000000000000s1:9d4010000000000000s3:\ue000d4000000000000000s4:\u{1f600}d3ff0000000000000}',
    ],
    [
      'a key that JavaScript has other ideas about',
      JSON.parse('{"__proto__": "x"}') as LogicalValue,
      '{s9:__proto__s1:x}',
    ],
  ];
  for (const [title, value, text] of written) {
    it(`has a form for ${title}`, () => {
      expect(logicalText(value)).to.equal(text);
    });
  }
});

describe('UTF-8 in a digest', () => {
  it('keeps halves of surrogate pairs apart', () => {
    expect(utf8('a\ud800b\udfff').toString('hex')).to.equal('61eda08062edbfbf');
    expect(utf8('\ufffd').toString('hex')).to.equal('efbfbd');
  });

  it('orders by code points, where UTF-16 does not', () => {
    const ordered = [
      '',
      'a',
      'aa',
      'é',
      '\ud7ff',
      '\ud800',
      '\ud83d\ue000',
      '\ue000',
      '\uffff',
      '\u{1f600}',
      '\u{10fffd}',
    ];
    expect(ordered.toReversed().toSorted(compareInUtf8)).to.deep.equal(ordered);
  });
});

describe('The digest of row hashes', () => {
  const hashOf = (text: string): Buffer => hash('sha256', text, 'buffer');

  it('of no row is the hash of nothing', () => {
    expect(new RowHashes().digest()).to.equal(hash('sha256', ''));
  });

  it('is the hash of their sorted lines, whatever the order and however many', () => {
    const texts = Array.from({ length: 80_000 }, (_, index) => String(index % 75_000));
    const hashes = new RowHashes();
    for (const text of texts) {
      hashes.add(hashOf(text));
    }
    const lines = texts.map((text) => hashOf(text).toString('hex')).toSorted();
    expect(hashes.rows).to.equal(80_000);
    expect(hashes.digest()).to.equal(hash('sha256', lines.join('\n')));
  });
});
