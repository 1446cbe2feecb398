import type { ConnectionOptions, ResolvedConnectionOptions, TlsOptions } from './connection-options.ts';
import { InvalidConnectionOptionError } from './errors.ts';

/** What an option is when neither the caller nor the environment says so: as in the reference. */
const defaults: ResolvedConnectionOptions = {
  echo: false,
  timeout: 10,
  connectionTimeout: 5,
  poolSize: 5,
  maxOverflow: 10,
  poolTimeout: 30,
  poolRecycle: 3600,
  applicationName: null,
  searchPath: null,
  statementCacheSize: 100,
  tls: { enabled: false, caFile: null, certFile: null, keyFile: null, checkHostname: true },
  readOnly: false,
  anyRevision: false,
};

/** Prefect's variables for an option; the first that is set counts. */
const variables: { readonly [K in keyof ResolvedConnectionOptions]?: readonly string[] } = {
  echo: ['PREFECT_SERVER_DATABASE_ECHO', 'PREFECT_API_DATABASE_ECHO'],
  timeout: ['PREFECT_SERVER_DATABASE_TIMEOUT', 'PREFECT_API_DATABASE_TIMEOUT'],
  connectionTimeout: ['PREFECT_SERVER_DATABASE_CONNECTION_TIMEOUT', 'PREFECT_API_DATABASE_CONNECTION_TIMEOUT'],
  poolSize: ['PREFECT_SERVER_DATABASE_SQLALCHEMY_POOL_SIZE', 'PREFECT_SQLALCHEMY_POOL_SIZE'],
  maxOverflow: ['PREFECT_SERVER_DATABASE_SQLALCHEMY_MAX_OVERFLOW', 'PREFECT_SQLALCHEMY_MAX_OVERFLOW'],
  poolTimeout: ['PREFECT_SERVER_DATABASE_SQLALCHEMY_POOL_TIMEOUT'],
  poolRecycle: ['PREFECT_SERVER_DATABASE_SQLALCHEMY_POOL_RECYCLE'],
  applicationName: ['PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_APPLICATION_NAME'],
  searchPath: ['PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_SEARCH_PATH'],
  statementCacheSize: ['PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_STATEMENT_CACHE_SIZE'],
};

const tlsVariables: { readonly [K in keyof TlsOptions]: string } = {
  enabled: 'PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_TLS_ENABLED',
  caFile: 'PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_TLS_CA_FILE',
  certFile: 'PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_TLS_CERT_FILE',
  keyFile: 'PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_TLS_KEY_FILE',
  checkHostname: 'PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_TLS_CHECK_HOSTNAME',
};

type Check = readonly [expected: string, valid: (value: unknown) => boolean];

const flag: Check = ['true or false', (value) => typeof value === 'boolean'];
const text: Check = ['a text', (value) => value === null || (typeof value === 'string' && !value.includes('\0'))];
const seconds: Check = ['a positive number of seconds', (value) => value === null || isNumber(value, Number.MIN_VALUE)];
const count: Check = ['a whole number from 0', (value) => Number.isInteger(value) && isNumber(value, 0)];
const limit: Check = [
  'a whole number from -1, where -1 is no limit',
  (value) => Number.isInteger(value) && isNumber(value, -1),
];

const checks: { readonly [K in Exclude<keyof ResolvedConnectionOptions, 'tls'>]: Check } = {
  echo: flag,
  timeout: seconds,
  connectionTimeout: seconds,
  poolSize: count,
  maxOverflow: limit,
  poolTimeout: seconds,
  poolRecycle: limit,
  applicationName: text,
  searchPath: text,
  statementCacheSize: count,
  readOnly: flag,
  anyRevision: flag,
};

const tlsChecks: { readonly [K in keyof Required<TlsOptions>]: Check } = {
  enabled: flag,
  caFile: text,
  certFile: text,
  keyFile: text,
  checkHostname: flag,
};

/**
 * Fills in what was left out: what the caller gives counts, then what the URL says, then the environment, then the defaults.
 *
 * @param given what the caller gives
 * @param fallbacks what the URL says, and what a dialect has as defaults of its own
 * @throws InvalidConnectionOptionError
 */
export function resolveOptions(
  given: ConnectionOptions,
  fallbacks: { url?: ConnectionOptions; dialect?: ConnectionOptions } = {},
  environment: NodeJS.ProcessEnv = process.env,
): ResolvedConnectionOptions {
  const { url = {}, dialect = {} } = fallbacks;
  refuseUnknown(given, checks, '');
  const resolved: Record<string, unknown> = {};
  for (const name of Object.keys(checks) as (keyof typeof checks)[]) {
    resolved[name] = firstKnown(
      check(name, checks[name], given[name]),
      url[name],
      fromEnvironment(variables[name] ?? [], checks[name], environment),
      dialect[name],
      defaults[name],
    );
  }
  if (resolved['anyRevision'] && !resolved['readOnly']) {
    throw new InvalidConnectionOptionError('anyRevision', 'it together with readOnly: true');
  }
  return { ...resolved, tls: resolveTls(given.tls, url.tls, environment) } as ResolvedConnectionOptions;
}

function resolveTls(
  given: TlsOptions = {},
  url: TlsOptions = {},
  environment: NodeJS.ProcessEnv,
): ResolvedConnectionOptions['tls'] {
  refuseUnknown(given, tlsChecks, 'tls.');
  const resolved: Record<string, unknown> = {};
  for (const name of Object.keys(tlsChecks) as (keyof TlsOptions)[]) {
    resolved[name] = firstKnown(
      check(`tls.${name}`, tlsChecks[name], given[name]),
      url[name],
      fromEnvironment([tlsVariables[name] as string], tlsChecks[name], environment),
      defaults.tls[name],
    );
  }
  if ((resolved['certFile'] === null) !== (resolved['keyFile'] === null)) {
    throw new InvalidConnectionOptionError('tls', 'a certFile together with its keyFile, or neither');
  }
  return resolved as ResolvedConnectionOptions['tls'];
}

/** Null is an answer too. */
function firstKnown(...values: readonly unknown[]): unknown {
  return values.find((value) => value !== undefined);
}

function refuseUnknown(given: object, known: object, prefix: string): void {
  for (const name of Object.keys(given)) {
    if (!(name in known) && name !== 'tls') {
      throw new InvalidConnectionOptionError(
        `${prefix}${name}`,
        `only options that exist: ${Object.keys(known).join(', ')}`,
      );
    }
  }
}

/** `undefined` is the same as left out. */
function check<T>(name: string, [expected, valid]: Check, value: T): T {
  if (value !== undefined && !valid(value)) {
    throw new InvalidConnectionOptionError(name, expected);
  }
  return value;
}

function fromEnvironment(names: readonly string[], kind: Check, environment: NodeJS.ProcessEnv): unknown {
  const name = names.find((candidate) => environment[candidate]);
  return name === undefined ? undefined : check(name, kind, parse(environment[name] as string, kind));
}

function parse(value: string, kind: Check): unknown {
  if (kind === flag) {
    return flags[value.toLowerCase()] ?? value;
  }
  return kind === text ? value : Number(value.trim() || NaN);
}

/** The words that Prefect's settings take. */
const flags: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(['1', 'true', 't', 'yes', 'y', 'on'].map((word) => [word, true])),
  ...Object.fromEntries(['0', 'false', 'f', 'no', 'n', 'off'].map((word) => [word, false])),
};

function isNumber(value: unknown, least: number): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= least;
}
