import type { AbstractSqlConnection } from '@mikro-orm/sql';
import type { Transaction } from '@mikro-orm/core';
import type { Dialect } from '../revisions.ts';

/** What the migrator asks of a database: the differences between the two, and nothing else. */
export interface MigrationDialect {
  readonly name: Dialect;

  /** The tables that unqualified names reach, without those of the system and of extensions. */
  tables(connection: AbstractSqlConnection, trx?: Transaction): Promise<string[]>;

  /** Creates the table in which the migrator notes what it has run. */
  readonly createBookkeeping: string;

  /** Runs the work in a transaction while every other migrator waits, with foreign keys off where a table may have to be rebuilt. */
  alone<T>(connection: AbstractSqlConnection, work: (trx: Transaction) => Promise<T>): Promise<T>;

  /** Makes sure that no foreign key is broken, before the transaction is committed. */
  verify(connection: AbstractSqlConnection, trx: Transaction): Promise<void>;
}
