import type { Patience } from './patience.ts';
import type { SqliteHandle } from './handle.ts';

/** What a connection is wanted for. */
export type Purpose = 'read' | 'write';

/** A connection, for the one who asked for it. */
export interface Lease {
  readonly handle: SqliteHandle;
  /** Gives it back; once is enough. A broken one is thrown away. */
  release(broken?: boolean): void;
}

/** The connections to one database. */
export interface SqlitePool {
  /** Whether the database refuses to be written. */
  readonly readOnly: boolean;
  /** Whether there can be a connection on which nothing else goes on while rows are read from it. */
  readonly streams: boolean;
  /** Opens what is needed at least, so that a database that cannot be used is found out at once. */
  open(): Promise<void>;
  lease(purpose: Purpose, patience: Patience): Promise<Lease>;
  /** Closes everything; transactions that are open are rolled back. */
  close(): void;
}
