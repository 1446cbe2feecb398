import type { BoundValue, Placeholders } from '../statements.ts';

/** SQLite takes `?` as it is, and prepares a statement again for every new value of a limit that is bound. */
export const sqlitePlaceholders: Placeholders = {
  limit: 32_766,
  plain: true,
  shared: false,
  limitInText: true,
  bindable,
  placeholder: () => '?',
  literal,
};

function bindable(value: unknown): BoundValue {
  switch (typeof value) {
    case 'string':
    case 'bigint':
      return value;
    case 'number':
      // A number of JavaScript would be bound as a REAL.
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : value;
    case 'boolean':
      return value ? 1n : 0n;
    case 'undefined':
      return null;
    default:
      return bindableObject(value as object | null);
  }
}

function bindableObject(value: object | null): BoundValue {
  if (value === null || Buffer.isBuffer(value)) {
    return value;
  }
  if (ArrayBuffer.isView(value)) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  return value instanceof Date ? BigInt(value.getTime()) : String(value);
}

/** Nothing but numbers and hexadecimal digits, so that no text can end the literal. */
function literal(value: BoundValue): string {
  if (value === null) {
    return 'null';
  }
  if (typeof value === 'string') {
    return `cast(x'${Buffer.from(value).toString('hex')}' as text)`;
  }
  return Buffer.isBuffer(value) ? `x'${value.toString('hex')}'` : String(value);
}
