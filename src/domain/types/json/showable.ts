/** A copy of plain data for `JSON.stringify`, which cannot write bigint: beyond 2^53 an integer is shown by its digits. */
export function showable(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return String(value);
  }
  // SQL_NULL, the one symbol that an entity may hold
  if (typeof value === 'symbol') {
    return null;
  }
  if (Array.isArray(value)) {
    return value.map(showable);
  }
  return isPlain(value) ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, showable(part)])) : value;
}

/** Not an instant or a duration, which write themselves. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
