import { InvalidJsonError } from './errors.ts';
import type { JsonObject, JsonValue } from './json-value.ts';
import { INTEGER_KEY, rememberKeys, rememberLiteral } from './memory.ts';
import { pythonNumber } from './number.ts';

/**
 * Numbers that `JSON.parse` would spoil: digits of long ones, the spelling of floats such as `1.0`, `1e-07` or `0.00001`, a negative
 * zero, Python's NaN and infinities; and keys that look like integers, which would change places. A match in a string costs time only.
 */
const LOSSY =
  /(?:^|[\s:,[])-?(?:\d+\.\d*0|0\.0000\d+|\d[\d.]{15,}|\d[\d.]*[eE][-+\d]+|NaN|Infinity)(?=[\s,\]}]|$)|-0(?=[\s,\]}]|$)|"\d+"\s*:/;

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;

/**
 * Reads a JSON text as Python wrote it, or a database prints it.
 *
 * Integers beyond 2^53 come as bigint; NaN and the infinities, which Python writes though JSON has none, as numbers. The objects
 * remember how their numbers were spelled and in which order their keys stood, so that {@link dumpJson} writes them alike.
 *
 * @throws {@link InvalidJsonError} where the text is not JSON
 */
export function parseJson(text: string): JsonValue {
  try {
    return LOSSY.test(text) ? new Parser(text).document() : (JSON.parse(text) as JsonValue);
  } catch (error) {
    throw error instanceof InvalidJsonError ? error : new InvalidJsonError(error);
  }
}

class Parser {
  private position = 0;

  constructor(private readonly text: string) {}

  document(): JsonValue {
    const value = this.value(undefined, '');
    this.space();
    if (this.position < this.text.length) {
      this.fail();
    }
    return value;
  }

  private value(container: object | undefined, key: string): JsonValue {
    this.space();
    switch (this.text[this.position]) {
      case '{':
        return this.object();
      case '[':
        return this.array();
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      case 'N':
        return this.word('NaN', Number.NaN);
      case 'I':
        return this.word('Infinity', Number.POSITIVE_INFINITY);
      default:
        return this.text.startsWith('-Infinity', this.position)
          ? this.word('-Infinity', Number.NEGATIVE_INFINITY)
          : this.number(container, key);
    }
  }

  private object(): JsonObject {
    const result: JsonObject = {};
    const keys: string[] = [];
    let reordered = false;
    this.position += 1;
    this.space();
    while (!this.take('}')) {
      if (keys.length > 0 || reordered) {
        this.expect(',');
        this.space();
      }
      const key = this.string();
      this.space();
      this.expect(':');
      const value = this.value(result, key);
      reordered ||= INTEGER_KEY.test(key);
      keys.push(key);
      set(result, key, value);
      this.space();
    }
    if (reordered) {
      rememberKeys(result, [...new Set(keys)]);
    }
    return result;
  }

  private array(): JsonValue[] {
    const result: JsonValue[] = [];
    this.position += 1;
    this.space();
    while (!this.take(']')) {
      if (result.length > 0) {
        this.expect(',');
      }
      result.push(this.value(result, String(result.length)));
      this.space();
    }
    return result;
  }

  private string(): string {
    const start = this.position;
    let end = this.text[start] === '"' ? this.text.indexOf('"', start + 1) : -1;
    while (end > 0 && escaped(this.text, end)) {
      end = this.text.indexOf('"', end + 1);
    }
    if (end < 0) {
      this.fail();
    }
    this.position = end + 1;
    return JSON.parse(this.text.slice(start, end + 1)) as string;
  }

  private number(container: object | undefined, key: string): JsonValue {
    NUMBER.lastIndex = this.position;
    const match = NUMBER.exec(this.text);
    if (!match) {
      return this.fail();
    }
    this.position = NUMBER.lastIndex;
    const text = match[0];
    const value = match[1] === undefined && match[2] === undefined ? integer(text) : Number(text);
    if (container && typeof value === 'number' && pythonNumber(value) !== text) {
      rememberLiteral(container, key, value, text);
    }
    return value;
  }

  private word<T extends JsonValue>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.position)) {
      this.fail();
    }
    this.position += word.length;
    return value;
  }

  private space(): void {
    SPACE.lastIndex = this.position;
    SPACE.test(this.text);
    this.position = SPACE.lastIndex;
  }

  private take(character: string): boolean {
    const found = this.text[this.position] === character;
    this.position += found ? 1 : 0;
    return found;
  }

  private expect(character: string): void {
    if (!this.take(character)) {
      this.fail();
    }
  }

  private fail(): never {
    throw new InvalidJsonError(new SyntaxError(`Unexpected token at position ${this.position}`));
  }
}

function integer(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

function set(target: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    // an assignment would change the prototype instead
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}

/** Whether the quote at `at` stands behind an odd number of backslashes. */
function escaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === '\\') {
    first -= 1;
  }
  return (at - first) % 2 === 1;
}
