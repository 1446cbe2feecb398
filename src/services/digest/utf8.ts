/** What UTF-16 has in another order than UTF-8: surrogates, which stand for the last code points, and what comes behind them. */
const reordered = /[\ud800-\uffff]/;

/** Compares two texts by the bytes of their UTF-8. */
export function compareInUtf8(a: string, b: string): number {
  if (reordered.test(a) && reordered.test(b)) {
    return Buffer.compare(utf8(a), utf8(b));
  }
  return a < b ? -1 : Number(a > b);
}

/** The UTF-8 of a text. Half of a surrogate pair, which UTF-8 has no form for, is written as if it had: different texts stay different. */
export function utf8(text: string): Buffer {
  if (text.isWellFormed()) {
    return Buffer.from(text);
  }
  const parts = text.split(/([\ud800-\udfff])/u);
  return Buffer.concat(parts.map((part, index) => (index % 2 === 0 ? Buffer.from(part) : half(part.charCodeAt(0)))));
}

function half(surrogate: number): Buffer {
  return Buffer.from([0xe0 | (surrogate >> 12), 0x80 | ((surrogate >> 6) & 0x3f), 0x80 | (surrogate & 0x3f)]);
}
