import { dumpJson, InvalidJsonError, parseJson } from '../../domain/index.ts';
import { Unrepresentable } from './unrepresentable.ts';

/** An escape in a JSON text, with its digits where it stands for a character by number. */
const escape = /\\(?:u([\da-f]{4})|.)/gis;

/** Escapes that `jsonb` may refuse: it keeps characters, `json` keeps the text. */
const doubtful = /\\u(?:0000|d[89a-f])/i;

const longNumber = /\d{1000}|\d[eE][+-]?\d{4}/;
const number = /-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/g;
const string = /"(?:[^"\\]|\\.)*"/gs;

const brackets = /[[\]{}]/g;
const mostLevels = 1000;

/** How many digits PostgreSQL's numbers have before and behind the point. */
const mostDigits = { before: 131_072, behind: 16_383 };

/** A number as a document that consists of nothing else, in the spelling of JSON. */
const bareNumber = /^[ \t\n\r]*-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?[ \t\n\r]*$/;

const greatestInteger = 2n ** 63n - 1n;

/**
 * A document of SQLite as PostgreSQL takes it: its text as it is. The schema that the property has is left aside, since what is missing
 * in the source must be missing in the target.
 */
export function documentToPostgresql(columnType: string): (stored: unknown) => string {
  const keepsCharacters = columnType === 'jsonb';
  return (stored) => {
    const text = textOf(stored);
    assertDepth(text);
    assertStrict(text);
    if (keepsCharacters) {
      assertCharacters(text);
      assertNumbers(text);
    }
    return text;
  };
}

/**
 * A document of PostgreSQL as SQLite stores it. A text of `json` stays as it is; what `jsonb` prints is spelled as Prefect would have
 * written it. A bare number becomes a number of the database there, and is bound as one, so that its last digit does not depend on how
 * SQLite reads digits.
 */
export function documentToSqlite(columnType: string): (stored: unknown) => unknown {
  const isRespelled = columnType === 'jsonb';
  return (stored) => {
    const text = stored as string;
    const bare = bareNumber.exec(text);
    if (bare) {
      return numberOf(text, bare[1] === undefined && bare[2] === undefined);
    }
    return isRespelled ? respelled(text) : text;
  };
}

function respelled(text: string): string {
  try {
    return dumpJson(parseJson(text), { nonFinite: 'python' });
  } catch (error) {
    throw error instanceof InvalidJsonError ? new Unrepresentable(error.message) : error;
  }
}

function numberOf(text: string, isInteger: boolean): number | bigint {
  if (isInteger) {
    const integer = BigInt(text.trim());
    if (integer <= greatestInteger && integer >= -greatestInteger - 1n) {
      return integer;
    }
  }
  return Number(text);
}

/** SQLite gives a number where its affinity has made one of a document. */
function textOf(stored: unknown): string {
  if (typeof stored === 'number' && !Number.isFinite(stored)) {
    throw new Unrepresentable('a number that JSON has no form for');
  }
  if (typeof stored === 'number' || typeof stored === 'bigint') {
    return dumpJson(stored);
  }
  if (typeof stored !== 'string') {
    throw new Unrepresentable('bytes in place of JSON');
  }
  return stored;
}

/** Python, which is to read it there, gives up at that depth, and every server at some. */
function assertDepth(text: string): void {
  // each level takes two characters
  if (text.length <= 2 * mostLevels) {
    return;
  }
  let level = 0;
  for (const [bracket] of text.replaceAll(string, '""').matchAll(brackets)) {
    level += bracket === '[' || bracket === '{' ? 1 : -1;
    if (level > mostLevels) {
      throw new Unrepresentable(`JSON that is nested deeper than ${mostLevels} levels`);
    }
  }
}

function assertStrict(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new Unrepresentable(isPythons(text) ? 'NaN or an infinity in JSON' : 'text that is not JSON');
  }
}

function isPythons(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}

function assertCharacters(text: string): void {
  if (!doubtful.test(text)) {
    return;
  }
  let high: { end: number } | undefined;
  for (const match of text.matchAll(escape)) {
    const code = match[1] === undefined ? undefined : Number.parseInt(match[1], 16);
    const isLow = code !== undefined && code >= 0xdc00 && code <= 0xdfff;
    if (code === 0) {
      throw new Unrepresentable('a NUL character in JSON');
    }
    if (isLow !== (high?.end === match.index)) {
      throw new Unrepresentable('half of a surrogate pair in JSON');
    }
    high = code !== undefined && code >= 0xd800 && code <= 0xdbff ? { end: match.index + match[0].length } : undefined;
  }
  if (high) {
    throw new Unrepresentable('half of a surrogate pair in JSON');
  }
}

function assertNumbers(text: string): void {
  if (!longNumber.test(text)) {
    return;
  }
  for (const [, before = '', behind = '', exponent = '0'] of text.replaceAll(string, '""').matchAll(number)) {
    const shift = Number(exponent);
    if (before.length + shift > mostDigits.before || behind.length - shift > mostDigits.behind) {
      throw new Unrepresentable('a number in JSON with too many digits');
    }
  }
}
