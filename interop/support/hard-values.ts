import type { JsonObject, JsonValue } from '../../src/domain/index.ts';

/** Values that come out otherwise where a number, a name or a text goes through the wrong hands. */
export const hardDocument: JsonObject = {
  grüße: 'aus Köln 🚀 \u2028 \\ " \t',
  zebra: { b: 1, a: [null, true, { '10': 'ten', '9': 'nine' }] },
  float: 0.1,
  small: 1e-7,
  whole: 9_007_199_254_740_991,
  exact: 9_007_199_254_740_993n,
  huge: 100_000_000_000_000_000_000n,
  empty: { list: [], object: {}, text: '' },
};

const { huge: _beyondTheApi, ...document } = hardDocument;

/** The same at the top of a column, by a name for each: what both databases can keep and Prefect's API can show. */
export const hardValues: Readonly<Record<string, JsonValue>> = {
  document,
  list: [1, 'zwei', [3.5, null]],
  text: 'naïve ✍\n"quoted"',
  empty_text: '',
  text_like_a_number: '12',
  half: 0.5,
  integer: 9_007_199_254_740_993n,
  truth: true,
  nothing: null,
};
