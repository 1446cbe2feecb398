import type { JsonValue } from '../../domain/index.ts';
import { compareInUtf8 } from './utf8.ts';

/** SQL NULL, which is not the null of JSON. */
export const sqlNull: unique symbol = Symbol('SQL NULL');

/** What a column says: a JSON value, or SQL NULL. */
export type LogicalValue = JsonValue | typeof sqlNull;

/** How a digest writes a value; its bytes are the UTF-8 of this text. Lengths count bytes, numbers are binary64. */
export function logicalText(value: LogicalValue): string {
  switch (typeof value) {
    case 'string':
      return stringText(value);
    case 'number':
    case 'bigint':
      // adding 0 makes +0 of -0
      return `d${binary64(Number(value) + 0)}`;
    case 'boolean':
      return value ? 't' : 'f';
    case 'symbol':
      return 'N';
    default:
      return value === null ? 'n' : containerText(value);
  }
}

/** A string: `s`, its length in bytes, `:` and itself. */
export function stringText(text: string): string {
  return `s${Buffer.byteLength(text)}:${text}`;
}

const eightBytes = Buffer.alloc(8);

/** A number as IEEE 754 binary64, big endian, in 16 hexadecimal digits. */
export function binary64(value: number): string {
  eightBytes.writeDoubleBE(value);
  return eightBytes.toString('hex');
}

function containerText(value: JsonValue[] | { [key: string]: JsonValue }): string {
  if (Array.isArray(value)) {
    return `[${value.map(logicalText).join('')}]`;
  }
  const members = Object.keys(value)
    .toSorted(compareInUtf8)
    .map((key) => stringText(key) + logicalText(value[key]!));
  return `{${members.join('')}}`;
}
