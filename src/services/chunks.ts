/** As many values as a statement may carry on either database, with a few to spare for others. */
const atOnce = 900;

/** The values in pieces that go into a statement each. */
export function* inChunks<Value>(values: readonly Value[], size = atOnce): Generator<Value[]> {
  for (let begin = 0; begin < values.length; begin += size) {
    yield values.slice(begin, begin + size);
  }
}
