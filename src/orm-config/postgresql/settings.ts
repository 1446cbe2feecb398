import type { ClientConfig } from 'pg';
import type { ResolvedConnectionOptions } from '../connection-options.ts';
import type { PostgresAddress } from '../url/index.ts';
import { typeParsers } from './type-parsers.ts';

/** What one connection needs to know. */
export interface PrefectClientConfig extends ClientConfig {
  /** How long connecting may take, in milliseconds. */
  readonly connectMilliseconds: number;
  readonly statementCacheSize: number;
}

/**
 * What is the same on every connection, whatever the server, the role and the database have as defaults: stored values are read as
 * UTC and in one style, and a waiting writer sees what was committed meanwhile.
 */
const pinned: Readonly<Record<string, string>> = {
  TimeZone: 'UTC',
  IntervalStyle: 'postgres',
  DateStyle: 'ISO',
  client_encoding: 'UTF8',
  standard_conforming_strings: 'on',
  default_transaction_isolation: 'read committed',
};

/**
 * @param database overrides the one in the address
 */
export function clientConfig(
  address: PostgresAddress,
  options: ResolvedConnectionOptions,
  database: string | undefined,
): PrefectClientConfig {
  const { timeout, connectionTimeout, searchPath, readOnly, applicationName, statementCacheSize } = options;
  const settings = {
    ...address.settings,
    ...pinned,
    ...(searchPath && { search_path: searchPath }),
    ...(readOnly && { default_transaction_read_only: 'on' }),
  };
  return {
    ...withoutNull({ host: address.host, port: address.port, user: address.user, password: address.password }),
    ...(database !== undefined && { database }),
    ...(applicationName && { application_name: applicationName }),
    ...(timeout !== null && { statement_timeout: Math.max(1, Math.round(timeout * 1000)) }),
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value.replace(/[\\\s]/g, '\\$&')}`)
      .join(' '),
    types: typeParsers(),
    // A server that has gone away without a word is found out by the system.
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    connectMilliseconds: connectionTimeout === null ? 0 : Math.ceil(connectionTimeout * 1000),
    statementCacheSize,
  };
}

function withoutNull<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
