import type { Transaction } from '@mikro-orm/core';
import { type MigrationRow, MigrationStorage } from '@mikro-orm/migrations';
import { type AbstractSqlConnection } from '@mikro-orm/sql';
import { bookkeepingTable, readBookkeeping } from './database-state.ts';
import { migrationDialectOf } from './dialects/index.ts';

/** The notes of what has been run. Only a migrator that holds the lock makes the table or writes into it: a question leaves the database alone. */
export class PrefectMigrationStorage extends MigrationStorage {
  #trx: Transaction | undefined;

  override setMasterMigration(trx: Transaction): void {
    super.setMasterMigration(trx);
    this.#trx = trx;
  }

  override unsetMasterMigration(): void {
    super.unsetMasterMigration();
    this.#trx = undefined;
  }

  override async ensureTable(): Promise<void> {
    if (this.#trx && !(await this.#exists())) {
      await this.#connection.execute(this.#dialect.createBookkeeping, [], 'run', this.#trx);
    }
  }

  override async getExecutedMigrations(): Promise<MigrationRow[]> {
    if (!(await this.#exists())) {
      return [];
    }
    const notes = await readBookkeeping(this.#connection, this.#trx);
    // MikroORM's own type asks for a Date.
    return notes.map((note) => ({
      id: note.id,
      name: note.name,
      executed_at: new Date(instantOf(note.executed_at).epochMilliseconds),
    }));
  }

  override async logMigration(params: { name: string }, trx?: Transaction): Promise<void> {
    await this.note(params.name, false, trx);
  }

  /** Notes a migration as run. */
  async note(name: string, adopted: boolean, trx: Transaction | undefined = this.#trx): Promise<void> {
    await this.ensureTable();
    await this.#connection.execute(
      `insert into ${bookkeepingTable} (id, name, adopted) select coalesce(max(id), 0) + 1, ?, ? from ${bookkeepingTable}`,
      [this.getMigrationName(name), adopted],
      'run',
      trx,
    );
  }

  override async unlogMigration(params: { name: string }, trx?: Transaction): Promise<void> {
    await this.#connection.execute(
      `delete from ${bookkeepingTable} where name = ?`,
      [this.getMigrationName(params.name)],
      'run',
      trx ?? this.#trx,
    );
  }

  async #exists(): Promise<boolean> {
    return (await this.#dialect.tables(this.#connection, this.#trx)).includes(bookkeepingTable);
  }

  get #connection(): AbstractSqlConnection {
    return this.driver.getConnection();
  }

  get #dialect() {
    return migrationDialectOf(this.driver.getPlatform());
  }
}

/** SQLite gives UTC without saying so; PostgreSQL gives an offset that may lack its minutes. */
function instantOf(stored: string | Date): Temporal.Instant {
  if (stored instanceof Date) {
    return Temporal.Instant.fromEpochMilliseconds(stored.getTime());
  }
  return Temporal.Instant.from(/[Zz]$|[+-]\d\d(:?\d\d)?$/.test(stored) ? stored : `${stored}Z`);
}
