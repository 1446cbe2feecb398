import { resolve } from 'node:path';
import type { ConnectionOptions } from '../connection-options.ts';
import { InvalidConnectionUrlError } from '../errors.ts';
import type { SqliteAddress } from './connection-address.ts';
import { cutUrl, decoded } from './parts.ts';

/** A path that stands for itself, without a scheme. */
const plainPath = /^(\/|\.{1,2}\/|[A-Za-z]:[\\/]|\.{1,2}\\)|\.(db|db3|sqlite|sqlite3)$/;

/** Whether a text names an SQLite database. */
export function isSqliteUrl(url: string): boolean {
  return url === ':memory:' || /^(sqlite(\+\w+)?|file):/i.test(url) || (!url.includes('://') && plainPath.test(url));
}

/**
 * Reads `sqlite+aiosqlite:///relative`, `sqlite+aiosqlite:////absolute`, `sqlite+aiosqlite:///:memory:`,
 * `sqlite+aiosqlite:///file:name?mode=memory&cache=shared&uri=true`, the same with `sqlite:`, and plain paths.
 *
 * @throws InvalidConnectionUrlError
 */
export function readSqliteUrl(url: string): SqliteAddress {
  const driver = /^sqlite\+(\w+):/i.exec(url)?.[1];
  if (driver !== undefined && !['aiosqlite', 'pysqlite'].includes(driver.toLowerCase())) {
    throw new InvalidConnectionUrlError(
      `The driver ${driver} is not known for SQLite. Write sqlite+aiosqlite:///path or sqlite:///path.`,
    );
  }
  const { file, query } = placeIn(url);
  return file.startsWith('file:') ? addressOfUri(file, query) : addressOf(file, query, false);
}

type Query = readonly (readonly [string, string])[];

function placeIn(url: string): { file: string; query: Query } {
  if (!/^sqlite/i.test(url)) {
    return /^file:/i.test(url) ? splitQuery(`file:${url.slice(5)}`) : { file: url, query: [] };
  }
  if (!url.includes('://')) {
    return splitQuery(url.slice(url.indexOf(':') + 1));
  }
  const { host, user, port, database, query } = cutUrl(url);
  if (host !== null || user !== null || port !== null) {
    throw new InvalidConnectionUrlError(
      'An SQLite URL has three slashes before a relative path and four before an absolute one: sqlite+aiosqlite:////absolute/path.',
    );
  }
  return { file: database ?? '', query };
}

function splitQuery(text: string): { file: string; query: Query } {
  const mark = text.indexOf('?');
  return mark < 0
    ? { file: text, query: [] }
    : { file: text.slice(0, mark), query: [...new URLSearchParams(text.slice(mark + 1))] };
}

/** SQLite's own form, percent-encoded: `file:/absolute`, `file:///absolute`, `file:relative`. */
function addressOfUri(uri: string, query: Query): SqliteAddress {
  const place = uri.slice('file:'.length).replace(/^\/\/(localhost)?(?=\/|$)/, '');
  if (place.startsWith('//')) {
    throw new InvalidConnectionUrlError(
      'A file: URI of SQLite names no host: write file:/absolute/path or file:relative/path.',
    );
  }
  return addressOf(decoded(place, 'path') as string, query, true);
}

function addressOf(file: string, query: Query, uri: boolean): SqliteAddress {
  if (file.includes('\0')) {
    throw new InvalidConnectionUrlError('The path in the connection URL holds a NUL character.');
  }
  let mode = 'rwc';
  let options: ConnectionOptions = {};
  for (const [key, value] of query) {
    if (key === 'mode' && uri) {
      mode = value;
    } else if (key === 'immutable' && uri) {
      options = { ...options, readOnly: options.readOnly || isYes(value) };
    } else {
      options = { ...options, ...optionOf(key, value, uri) };
    }
  }
  if (!modes.includes(mode)) {
    throw new InvalidConnectionUrlError(`mode in the connection URL is one of ${modes.join(', ')}.`);
  }
  const inMemory = file === '' || file === ':memory:' || mode === 'memory';
  return {
    dialect: 'sqlite',
    path: inMemory ? null : resolve(file),
    mustExist: mode === 'ro' || mode === 'rw',
    options: mode === 'ro' ? { ...options, readOnly: true } : options,
  };
}

const modes = ['ro', 'rw', 'rwc', 'memory'];

/** What Prefect's driver is told by a URL; part of it has no meaning here. */
const withoutMeaning = ['uri', 'check_same_thread', 'isolation_level', 'detect_types'];
const withoutMeaningInUris = ['cache', 'psow', 'nolock'];

function optionOf(key: string, value: string, uri: boolean): ConnectionOptions {
  if (key === 'timeout') {
    return { timeout: positive(key, value) };
  }
  if (key === 'cached_statements') {
    return { statementCacheSize: Math.trunc(positive(key, value)) };
  }
  if (withoutMeaning.includes(key) || (uri && withoutMeaningInUris.includes(key))) {
    return {};
  }
  const known = [
    'timeout',
    'cached_statements',
    ...withoutMeaning,
    ...(uri ? ['mode', 'immutable', ...withoutMeaningInUris] : []),
  ];
  throw new InvalidConnectionUrlError(
    `The parameter ${name(key)} of the connection URL is not known for SQLite: there are ${known.join(', ')}.`,
  );
}

function positive(key: string, value: string): number {
  const number = Number(value || NaN);
  if (!(number > 0 && Number.isFinite(number))) {
    throw new InvalidConnectionUrlError(`${key} in the connection URL is not a positive number.`);
  }
  return number;
}

/** What looks like no name may be a part of a password. */
function name(key: string): string {
  return /^\w{1,40}$/.test(key) ? key : '(unreadable)';
}

function isYes(value: string): boolean {
  return ['1', 'true', 'yes', 'on'].includes(value.toLowerCase());
}
