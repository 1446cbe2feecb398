import type { BoundValue, Placeholders } from '../statements.ts';

/**
 * PostgreSQL takes `$1`. A number or a boolean says what it is, as it would if it stood in the text itself: a value of unknown type
 * becomes a text where nothing tells otherwise.
 */
export const postgresPlaceholders: Placeholders = {
  limit: 65_535,
  plain: false,
  shared: true,
  limitInText: false,
  bindable,
  placeholder: (position, value) => `$${position}${castOf(value)}`,
  literal,
};

function bindable(value: unknown): BoundValue {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value;
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
  return value instanceof Date ? value.toISOString() : String(value);
}

function castOf(value: BoundValue): string {
  switch (typeof value) {
    case 'number':
      return isInteger(value, 31n) ? '::int4' : isInteger(value, 63n) ? '::int8' : '::float8';
    case 'bigint':
      return isInteger(value, 31n) ? '::int4' : isInteger(value, 63n) ? '::int8' : '::numeric';
    case 'boolean':
      return '::bool';
    default:
      return Buffer.isBuffer(value) ? '::bytea' : '';
  }
}

/** Whether a number is whole and takes no more bits than that, and a sign. */
function isInteger(value: number | bigint, bits: bigint): boolean {
  const bound = 2n ** bits;
  return (
    (typeof value === 'bigint' || (Number.isSafeInteger(value) && !Object.is(value, -0))) &&
    value < bound &&
    value >= -bound
  );
}

/** Texts without a backslash or a quote: what could end the literal is written as its code. */
function literal(value: BoundValue): string {
  if (typeof value === 'string') {
    return /^[\w:.+ -]*$/.test(value)
      ? `'${value}'`
      : `convert_from('\\x${Buffer.from(value).toString('hex')}', 'UTF8')`;
  }
  if (Buffer.isBuffer(value)) {
    return `'\\x${value.toString('hex')}'::bytea`;
  }
  return value === null ? 'null' : `'${value}'${castOf(value)}`;
}
