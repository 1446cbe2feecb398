/** TLS to a PostgreSQL server: at least version 1.2, and the server's certificate is always verified. */
export interface TlsOptions {
  /** Whether to ask for TLS by these options; otherwise the URL decides. Default: false. */
  enabled?: boolean;
  /** A file with the certificates of the authorities to trust, in place of the system's. */
  caFile?: string | null;
  /** The client's own certificate and key; both or none. */
  certFile?: string | null;
  keyFile?: string | null;
  /** Whether the certificate must name the host. Default: true. */
  checkHostname?: boolean;
}

/** How to connect. What is left out is taken from Prefect's environment variables, else from its defaults. Times are seconds. */
export interface ConnectionOptions {
  /** Log every statement, without its values. Default: false. */
  echo?: boolean;
  /** How long a statement may take on PostgreSQL (default 10), or wait for a lock on SQLite (default 60); null: for ever. */
  timeout?: number | null;
  /** How long connecting to a server may take. Default: 5; null: for ever. */
  connectionTimeout?: number | null;
  /** How many connections are kept. Default: 5; 0: as many as needed. */
  poolSize?: number;
  /** How many more may be open at a time; they are closed when they are given back. Default: 10; -1: no limit. */
  maxOverflow?: number;
  /** How long to wait for a connection when all are in use. Default: 30; null: for ever. */
  poolTimeout?: number | null;
  /** How old a connection to a server may get. Default: 3600; -1: no limit. */
  poolRecycle?: number;
  /** What a PostgreSQL server lists the connections as. */
  applicationName?: string | null;
  /** The schemas in which PostgreSQL looks for tables, such as `prefect, public`. */
  searchPath?: string | null;
  /** How many prepared statements a connection keeps. Default: 100; 0: none, as PgBouncer in transaction mode needs it. */
  statementCacheSize?: number;
  tls?: TlsOptions;
  /** Refuse every write. SQLite leaves no file beside the database then. Default: false. */
  readOnly?: boolean;
  /**
   * Open a database of another revision of Prefect too, only together with `readOnly`. A table that lacks a column of the entities is
   * refused when it is touched; what it has beyond them does not matter. Default: false.
   */
  anyRevision?: boolean;
}

/** {@link ConnectionOptions} with nothing left out. */
export type ResolvedConnectionOptions = {
  readonly [K in keyof Required<Omit<ConnectionOptions, 'tls'>>]: Required<ConnectionOptions>[K];
} & {
  readonly tls: Readonly<Required<TlsOptions>>;
};
