import { expect } from 'chai';
import { textSearchOf } from '../../../src/queries/filters/text-search.ts';

/** As Prefect's own parser reads them: what must occur at least once, what must not, what must in any case. */
const readings: Record<string, [include: string[], exclude: string[], required: string[]]> = {
  '': [[], [], []],
  '  \t ': [[], [], []],
  'one two': [['one', 'two'], [], []],
  'one -two !three +four': [['one'], ['two', 'three'], ['four']],
  '"a phrase" -"not this" +"but this"': [['a phrase'], ['not this'], ['but this']],
  'well-known a+b': [['well-known', 'a+b'], [], []],
  'a - b -': [['a', 'b'], [], []],
  '--flag': [[], ['-flag'], []],
  '"never closed': [['never closed'], [], []],
  'say "a \\"quoted\\" word"': [['say', 'a "quoted" word'], [], []],
  '"a\\\\b \\n"': [['a\\b \\n'], [], []],
  'word"phrase one"word': [['word', 'phrase one', 'word'], [], []],
  '"" "  " -""': [[], [], []],
  '"end\\': [['end\\'], [], []],
};

describe('The search language of log lines', () => {
  for (const [query, [include, exclude, required]] of Object.entries(readings)) {
    it(`reads ${JSON.stringify(query)}`, () => {
      expect(textSearchOf(query)).to.deep.equal({ include, exclude, required });
    });
  }
});
