import { InvalidJsonError } from './errors.ts';
import { keysInOrder, recallLiteral } from './memory.ts';
import { pythonFloat, pythonNumber } from './number.ts';

/** How a document is written where plain JSON leaves a choice. */
export interface DumpOptions {
  /** `null` as Prefect's own JSON type does, `python` for the literals NaN and Infinity that Python's serialiser writes. */
  nonFinite?: 'null' | 'python';
  /** Tells of a number that is a float in the document's schema, whatever its value: it is written `1.0`. */
  isFloat?: FloatTest | undefined;
  /** Whether keys are put in the order of their code points; else they stay as they are. */
  sortKeys?: boolean;
}

/** Says of the value at `key` of the value that the test was made for whether it is a float, and how to ask below it. */
export interface FloatTest {
  /** Whether numbers at this very place are floats. */
  float: boolean;
  /** Whether they are integers, however they were spelled. */
  integer: boolean;
  /** The test for what lies at a key or index below. */
  below(key: string, container: object): FloatTest | undefined;
}

const PRINTABLE = /^[ !#-[\]-~]*$/;
const SHORT: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * Writes a JSON value as Python's `json.dumps` does: `", "` and `": "` between, everything outside printable ASCII escaped, floats as
 * `repr`. What was read by {@link parseJson} keeps the spelling of its numbers and the order of its keys.
 *
 * @throws {@link InvalidJsonError} for a value that JSON has no form for
 */
export function dumpJson(value: unknown, options: DumpOptions = {}): string {
  try {
    return write(value, undefined, '', options, options.isFloat, new Set()) ?? 'null';
  } catch (error) {
    throw error instanceof RangeError ? new InvalidJsonError('it is nested too deeply') : error;
  }
}

function write(
  value: unknown,
  container: object | undefined,
  key: string,
  options: DumpOptions,
  floats: FloatTest | undefined,
  above: Set<object>,
): string | undefined {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      return writeNumber(value, container, key, options, floats);
    case 'bigint':
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'undefined':
      return undefined;
    case 'object':
      return value === null ? 'null' : writeObject(value, key, options, floats, above);
    default:
      throw new InvalidJsonError(`it holds a ${typeof value}`);
  }
}

function writeNumber(
  value: number,
  container: object | undefined,
  key: string,
  options: DumpOptions,
  floats: FloatTest | undefined,
): string {
  if (!Number.isFinite(value)) {
    return options.nonFinite === 'python' ? pythonFloat(value) : 'null';
  }
  const stored = container && !floats?.integer ? recallLiteral(container, key, value) : undefined;
  return stored ?? (floats?.float ? pythonFloat(value) : pythonNumber(value));
}

function writeObject(
  value: object,
  key: string,
  options: DumpOptions,
  floats: FloatTest | undefined,
  above: Set<object>,
): string | undefined {
  if (above.has(value)) {
    throw new InvalidJsonError('it contains itself');
  }
  const toJSON = (value as { toJSON?: unknown }).toJSON;
  if (typeof toJSON === 'function') {
    return write(toJSON.call(value, key), undefined, key, options, floats, above);
  }
  above.add(value);
  const text = Array.isArray(value)
    ? writeArray(value, options, floats, above)
    : writeMembers(value, options, floats, above);
  above.delete(value);
  return text;
}

function writeArray(value: unknown[], options: DumpOptions, floats: FloatTest | undefined, above: Set<object>): string {
  const items: string[] = [];
  for (let index = 0; index < value.length; index += 1) {
    const at = String(index);
    items.push(write(value[index], value, at, options, floats?.below(at, value), above) ?? 'null');
  }
  return `[${items.join(', ')}]`;
}

function writeMembers(value: object, options: DumpOptions, floats: FloatTest | undefined, above: Set<object>): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new InvalidJsonError(`it holds a ${(prototype as object).constructor.name}`);
  }
  const members: string[] = [];
  for (const key of options.sortKeys ? keysByCodePoint(value) : keysInOrder(value)) {
    const member = (value as Record<string, unknown>)[key];
    const text = write(member, value, key, options, floats?.below(key, value), above);
    if (text !== undefined) {
      members.push(`${quote(key)}: ${text}`);
    }
  }
  return `{${members.join(', ')}}`;
}

function keysByCodePoint(value: object): string[] {
  return Object.keys(value).toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function quote(text: string): string {
  if (PRINTABLE.test(text)) {
    return `"${text}"`;
  }
  let result = '"';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] as string;
    const code = text.charCodeAt(index);
    const plain = code >= 0x20 && code <= 0x7e;
    result += SHORT[character] ?? (plain ? character : `\\u${code.toString(16).padStart(4, '0')}`);
  }
  return `${result}"`;
}
