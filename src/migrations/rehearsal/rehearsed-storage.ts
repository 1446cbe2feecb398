import type { Transaction } from '@mikro-orm/core';
import type { MigrationRow } from '@mikro-orm/migrations';
import { PrefectMigrationStorage } from '../prefect-migration-storage.ts';

/** Remembers what it was told to note, since the database will not tell. */
export class RehearsedStorage extends PrefectMigrationStorage {
  readonly #noted: string[] = [];

  override async ensureTable(): Promise<void> {
    if (this.#noted.length === 0) {
      await super.ensureTable();
    }
  }

  override async note(name: string, adopted: boolean, trx?: Transaction): Promise<void> {
    await super.note(name, adopted, trx);
    this.#noted.push(name);
  }

  override async getExecutedMigrations(): Promise<MigrationRow[]> {
    const notes = this.#noted.map((name, index) => ({ id: index + 1, name, executed_at: new Date(0) }));
    return [...(await super.getExecutedMigrations()), ...notes];
  }
}
