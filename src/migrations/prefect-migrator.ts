import type { MigrateOptions, MigrationInfo, MikroORM, Transaction } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import type { AbstractSqlConnection, SqlEntityManager } from '@mikro-orm/sql';
import { alterationsOf } from './alterations.ts';
import { databaseState } from './database-state.ts';
import { alone, type MigrationDialect, migrationDialectOf } from './dialects/index.ts';
import { UnsupportedMigratorOptionError } from './errors.ts';
import { assertMayLoseData, assertUnaltered, type DataLossOptions, isEmpty, type Plan, planFor } from './guard.ts';
import { PrefectMigrationStorage } from './prefect-migration-storage.ts';
import { type Revision, revisions } from './revisions.ts';

/** Which migrations, in MikroORM's own words, and whether data may be lost. */
export type PrefectMigrateOptions = string | string[] | (MigrateOptions & DataLossOptions & AdoptionOptions);

/** What `up` may be asked to tell. */
export interface AdoptionOptions {
  /** Called when a database that Prefect made is taken over, before that is committed. */
  onAdopted?: (revision: Revision) => void;
}

/**
 * MikroORM's migrator made safe beside other processes and Prefect itself: one at a time, all or nothing, never into a database
 * that is not ours to change.
 */
export class PrefectMigrator extends Migrator {
  declare protected storage: PrefectMigrationStorage;

  static override register(orm: MikroORM): void {
    orm.config.registerExtension('@mikro-orm/migrator', () => new PrefectMigrator(orm.em as SqlEntityManager));
  }

  /**
   * Runs what is pending. A database that Prefect made is adopted: nothing in it changes but the notes of the migrator.
   *
   * @returns what was run; empty when there was nothing to do, also after another process did it
   * @throws UnsupportedRevisionError, ForeignTablesError, MissingTablesError or AlteredTablesError before anything is written
   */
  override async up(options?: PrefectMigrateOptions): Promise<MigrationInfo[]> {
    // A database that is to be refused is only read: even the lock would leave its mark on a file.
    await this.init();
    await this.#assertMayMigrate();
    return this.#alone(options, async (trx) => {
      const plan = await this.#plan(trx);
      if (plan.action === 'adopt') {
        await this.#adopt(plan.revision, trx);
        asOptions(options).onAdopted?.(plan.revision);
      }
      return super.up({ ...asOptions(options), transaction: trx });
    });
  }

  /**
   * Reverts the newest migration, or as many as asked for.
   *
   * @returns what was reverted; empty when there was nothing to do
   * @throws UnsupportedRevisionError, ForeignTablesError or MissingTablesError, and DataLossError where rows would be lost, before anything is written
   */
  override async down(options?: PrefectMigrateOptions): Promise<MigrationInfo[]> {
    await this.init();
    await this.#assertMayRevert(options);
    return this.#alone(options, async (trx) => {
      await this.#assertMayRevert(options, trx);
      return super.down({ ...asOptions(options), transaction: trx });
    });
  }

  /** Notes a migration as run without running it. */
  override async logMigration(name: string): Promise<void> {
    await this.#alone(undefined, async (trx) => this.#noting(trx, () => this.storage.note(name, false, trx)));
  }

  /** Forgets that a migration was run, without reverting it. */
  override async unlogMigration(name: string): Promise<void> {
    await this.#alone(undefined, async (trx) => this.storage.unlogMigration({ name }, trx));
  }

  protected override createStorage(): PrefectMigrationStorage {
    return new PrefectMigrationStorage(this.driver, this.options);
  }

  async #alone<T>(options: PrefectMigrateOptions | undefined, work: (trx: Transaction) => Promise<T>): Promise<T> {
    const { transaction, schema } = asOptions(options);
    if (transaction) {
      throw new UnsupportedMigratorOptionError(
        'transaction',
        'it runs in a transaction of its own, which holds the lock that keeps other migrators out.',
      );
    }
    if (schema) {
      throw new UnsupportedMigratorOptionError('schema', 'name the schema in the search path of the configuration.');
    }
    // Before the transaction, because there may be only one connection.
    await this.init();
    return alone(this.#connection, this.#dialect, work);
  }

  async #assertMayMigrate(): Promise<void> {
    const state = await databaseState(this.#connection, this.#dialect);
    planFor(state, this.#dialect);
    if (!isEmpty(state)) {
      assertUnaltered(await alterationsOf(this.config));
    }
  }

  async #assertMayRevert(options: PrefectMigrateOptions | undefined, trx?: Transaction): Promise<void> {
    await this.#plan(trx);
    await assertMayLoseData('migration:down', this.#connection, this.#dialect, asOptions(options), trx);
  }

  async #plan(trx?: Transaction): Promise<Plan> {
    return planFor(await databaseState(this.#connection, this.#dialect, trx), this.#dialect);
  }

  /** Takes the migrations that lead to where Prefect has brought the database as run. */
  async #adopt(revision: Revision, trx: Transaction): Promise<void> {
    const known = revisions.slice(0, revisions.indexOf(revision) + 1);
    await this.#noting(trx, async () => {
      for (const { migration } of known) {
        await this.storage.note(migration, true, trx);
      }
    });
    this.tell(`Adopted a database made by Prefect ${revision.prefect}`);
  }

  /** Says what was done, unless the migrator is to be silent. */
  protected tell(message: string): void {
    this.config.getLogger().log('migrator', message, { enabled: !this.options.silent });
  }

  async #noting(trx: Transaction, work: () => Promise<void>): Promise<void> {
    this.storage.setMasterMigration(trx);
    try {
      await work();
    } finally {
      this.storage.unsetMasterMigration();
    }
  }

  get #connection(): AbstractSqlConnection {
    return this.driver.getConnection();
  }

  get #dialect(): MigrationDialect {
    return migrationDialectOf(this.driver.getPlatform());
  }
}

function asOptions(options: PrefectMigrateOptions | undefined): Exclude<PrefectMigrateOptions, string | string[]> {
  return typeof options === 'string' || Array.isArray(options) ? { migrations: [options].flat() } : (options ?? {});
}
