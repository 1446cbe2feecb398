import { createHmac, randomBytes } from 'node:crypto';

/** Of this process only: a key that leaks cannot be searched for the password in it. */
const secret = randomBytes(32);

const numbers = new WeakMap<object, number>();
let classes = 0;

/** A name for what the parts say, equal for equal parts, that tells nothing about them. */
export function uniqueKeyOf(type: object, ...parts: readonly object[]): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify([numberOf(type), ...parts.map(sorted)]))
    .digest('hex');
}

/** Two classes may have one name. */
function numberOf(type: object): number {
  const number = numbers.get(type) ?? (classes += 1);
  numbers.set(type, number);
  return number;
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, part]) => [key, sorted(part)]);
}
