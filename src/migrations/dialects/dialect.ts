import type { AbstractSqlConnection } from '@mikro-orm/sql';
import type { Transaction } from '@mikro-orm/core';
import type { Dialect } from '../revisions.ts';

/** What the migrator asks of a database: the differences between the two, and nothing else. */
export interface MigrationDialect {
  readonly name: Dialect;

  /** The tables that unqualified names reach, without those of the system and of extensions. */
  tables(connection: AbstractSqlConnection, trx?: Transaction): Promise<string[]>;

  /** The schema in which those tables are; none where a database has no schemas. */
  namespaces(connection: AbstractSqlConnection): Promise<string[]>;

  /** The columns of those tables, by table. */
  columns(connection: AbstractSqlConnection): Promise<ReadonlyMap<string, ReadonlySet<string>>>;

  /** Creates the table in which the migrator notes what it has run. */
  readonly createBookkeeping: string;

  /** What a transaction needs in which a migrator is alone: every other one waits, and tables can be rebuilt. */
  readonly solitude: Solitude;

  /** Makes sure that no foreign key is broken, before the transaction is committed. */
  verify(connection: AbstractSqlConnection, trx: Transaction): Promise<void>;
}

/** Statements around a transaction. */
export interface Solitude {
  /** Sent before it begins. */
  readonly before: readonly string[];
  /** Sent as its first statements. */
  readonly within: readonly string[];
  /** Sent after it has ended, also after it has failed. */
  readonly after: readonly string[];
}
