import type { ConnectionOptions } from '../connection-options.ts';

/** What a connection URL says, taken apart. */
export type ConnectionAddress = SqliteAddress | PostgresAddress;

/** Where an SQLite database is. */
export interface SqliteAddress {
  readonly dialect: 'sqlite';
  /** The absolute path of the file; null: in memory. */
  readonly path: string | null;
  /** A database that is not there is an error, not made. */
  readonly mustExist: boolean;
  /** Options that the URL carries. */
  readonly options: ConnectionOptions;
}

/** How much of TLS a URL asks for, in PostgreSQL's words. */
export type TlsMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

export const tlsModes: readonly TlsMode[] = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

/** Where a PostgreSQL database is, and who wants to see it. What is null is left to the environment and the system, as everywhere with PostgreSQL. */
export interface PostgresAddress {
  readonly dialect: 'postgresql';
  /** A name, an address, or the folder of a socket. */
  readonly host: string | null;
  readonly port: number | null;
  readonly user: string | null;
  readonly password: string | null;
  readonly database: string | null;
  readonly tlsMode: TlsMode | null;
  /** Settings of the server for every connection. */
  readonly settings: Readonly<Record<string, string>>;
  readonly options: ConnectionOptions;
}
