/** A PostgreSQL server that the tests may create databases on. */
export interface PostgresServer {
  /** Of a role that may create databases and extensions; holds a password, so it is never printed. */
  readonly url: string;
  /** Where it came from, for the output of the tests. Holds no password. */
  readonly description: string;
  /** Stops what was started for the tests and removes its files. */
  stop(): Promise<void>;
}

/** One way to get at a server. */
export interface PostgresProvider {
  readonly name: 'url' | 'testcontainers' | 'local' | 'embedded';
  /** @throws {ProviderUnavailableError} where the machine has no such thing */
  start(): Promise<PostgresServer>;
}

/** This way does not exist on this machine; the next one is tried. */
export class ProviderUnavailableError extends Error {
  override readonly name = 'ProviderUnavailableError';
}

/**
 * What every started server is told: nothing has to survive a crash. The zone is none that the code could take for its own, so
 * a connection that does not pin it shows.
 */
export const serverSettings: readonly string[] = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_wal_size=256MB',
  'max_connections=200',
  'timezone=America/St_Johns',
].flatMap((setting) => ['-c', setting]);
