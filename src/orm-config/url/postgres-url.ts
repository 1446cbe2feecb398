import type { ConnectionOptions, TlsOptions } from '../connection-options.ts';
import { InvalidConnectionUrlError } from '../errors.ts';
import { type PostgresAddress, type TlsMode, tlsModes } from './connection-address.ts';
import { cutUrl, decoded, portOf, type UrlParts } from './parts.ts';

const scheme = /^(postgresql|postgres)(\+(\w+))?$/;

/** Whether a text names a PostgreSQL database. */
export function isPostgresUrl(url: string): boolean {
  return /^postgres(ql)?(\+\w+)?:/i.test(url);
}

/**
 * Reads `postgresql+asyncpg://user:password@host:port/database?…`, and `postgresql:` and `postgres:` as other programs write them.
 *
 * @throws InvalidConnectionUrlError
 */
export function readPostgresUrl(url: string): PostgresAddress {
  const parts = cutUrl(url);
  const driver = scheme.exec(parts.scheme)?.[3];
  if (driver !== undefined && !['asyncpg', 'psycopg', 'psycopg2', 'pg'].includes(driver)) {
    throw new InvalidConnectionUrlError(
      `The driver ${driver} is not known for PostgreSQL. Write postgresql+asyncpg://user:password@host:5432/database.`,
    );
  }
  const reading = new Reading(parts, driver !== undefined);
  for (const [key, value] of parts.query) {
    reading.take(key, value);
  }
  return reading.address;
}

/** Collects what the parameters of a URL say. What comes later counts. */
class Reading {
  address: PostgresAddress;

  constructor(parts: UrlParts, prefects: boolean) {
    // SQLAlchemy takes the name of the database as it stands, other programs decode it.
    const database = prefects ? parts.database : decoded(parts.database ?? undefined, 'database');
    const { host, port, user, password } = parts;
    this.address = {
      dialect: 'postgresql',
      host,
      port,
      user,
      password,
      database: database || null,
      tlsMode: null,
      settings: {},
      options: {},
    };
  }

  take(key: string, value: string): void {
    const reader = readers[key];
    if (!reader) {
      throw new InvalidConnectionUrlError(
        `The parameter ${/^\w{1,40}$/.test(key) ? key : '(unreadable)'} of the connection URL is not known for PostgreSQL: there are ${Object.keys(readers).join(', ')}.`,
      );
    }
    this.address = { ...this.address, ...reader(value, this.address, key) };
  }
}

type Reader = (value: string, address: PostgresAddress, key: string) => Partial<PostgresAddress>;

const option =
  (read: (value: string, key: string) => ConnectionOptions): Reader =>
  (value, { options }, key) => ({ options: { ...options, ...read(value, key) } });

const tls =
  (name: 'caFile' | 'certFile' | 'keyFile'): Reader =>
  (value, { options }) => ({ options: { ...options, tls: { ...options.tls, [name]: value } satisfies TlsOptions } });

const setting: Reader = (value, { settings }, key) => ({ settings: { ...settings, [key]: value } });

const ignored: Reader = () => ({});

const readers: Readonly<Record<string, Reader>> = {
  host: (value) => readHost(value),
  port: (value) => ({ port: portOf(value) }),
  user: (value) => ({ user: value }),
  password: (value) => ({ password: value }),
  database: (value) => ({ database: value }),
  dbname: (value) => ({ database: value }),
  ssl: (value) => ({ tlsMode: tlsModeOf(value) }),
  sslmode: (value) => ({ tlsMode: tlsModeOf(value) }),
  sslrootcert: tls('caFile'),
  sslcert: tls('certFile'),
  sslkey: tls('keyFile'),
  timeout: option((value, key) => ({ connectionTimeout: secondsOf(value, key) })),
  connect_timeout: option((value, key) => ({ connectionTimeout: secondsOf(value, key) })),
  command_timeout: option((value, key) => ({ timeout: secondsOf(value, key) })),
  application_name: option((value) => ({ applicationName: value })),
  search_path: option((value) => ({ searchPath: value })),
  statement_cache_size: option((value, key) => ({ statementCacheSize: countOf(value, key) })),
  // A second cache, of SQLAlchemy's own.
  prepared_statement_cache_size: ignored,
  // Read committed is pinned, as in the reference: whatever the server or the URL says.
  default_transaction_isolation: ignored,
  default_transaction_read_only: option((value) => ({
    readOnly: ['on', 'true', '1', 'yes'].includes(value.toLowerCase()),
  })),
  lock_timeout: setting,
  idle_in_transaction_session_timeout: setting,
  jit: setting,
};

function readHost(value: string): Partial<PostgresAddress> {
  if (value.includes(',')) {
    throw new InvalidConnectionUrlError('The connection URL names several hosts: give one.');
  }
  const [, host, port] = /^([^/:]+):(\d+)$/.exec(value) ?? [];
  return host === undefined ? { host: value } : { host, port: portOf(port) };
}

function tlsModeOf(value: string): TlsMode {
  const mode = value.toLowerCase().replaceAll('_', '-');
  // As pg's own URLs have it.
  const words: Readonly<Record<string, TlsMode>> = {
    true: 'verify-full',
    '1': 'verify-full',
    false: 'disable',
    '0': 'disable',
  };
  const found = tlsModes.find((candidate) => candidate === mode) ?? words[mode];
  if (!found) {
    throw new InvalidConnectionUrlError(`ssl in the connection URL is one of ${tlsModes.join(', ')}.`);
  }
  return found;
}

function secondsOf(value: string, key: string): number {
  const number = Number(value || NaN);
  if (!(number > 0 && Number.isFinite(number))) {
    throw new InvalidConnectionUrlError(`${key} in the connection URL is not a positive number of seconds.`);
  }
  return number;
}

function countOf(value: string, key: string): number {
  if (!/^\d{1,9}$/.test(value)) {
    throw new InvalidConnectionUrlError(`${key} in the connection URL is not a whole number.`);
  }
  return Number(value);
}
