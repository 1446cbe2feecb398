import { MikroORM } from '@mikro-orm/core';
import { assertSupported, databaseState, migrate, migrationDialectOf } from '../../migrations/index.ts';
import type { CopyTarget } from '../../services/copy/index.ts';
import { couldBeMade } from '../databases/could-be-made.ts';
import { givenDatabase } from '../databases/given.ts';

/** How a copy opens its target: migrations say nothing, since the copy says what it does. */
const options = { migrations: { silent: true } };

/**
 * Opens the database that a copy goes into. It is not written, and a file that is not there is not made, before the copy wants it.
 *
 * @param given a URL, or the path of an SQLite file
 * @throws UnsupportedRevisionError, ForeignTablesError, MissingTablesError or AlteredTablesError when it is neither empty nor what the
 *   supported Prefect makes of it
 */
export async function openTarget(given: string): Promise<CopyTarget & { readonly name: string }> {
  const configuration = givenDatabase(given);
  const isNew = couldBeMade(configuration);
  const orm = isNew ? await MikroORM.init(configuration.mikroOrmOptions(options)) : await configuration.init(options);
  try {
    const migrated = !isNew && (await hasTables(orm));
    if (migrated) {
      await assertSupported(orm);
    }
    return { orm, name: configuration.describe(), migrated, migrate: async () => migrate(orm) };
  } catch (error) {
    await orm.close(true);
    throw error;
  }
}

async function hasTables({ driver }: MikroORM): Promise<boolean> {
  const connection = driver.getConnection() as Parameters<typeof databaseState>[0];
  const state = await databaseState(connection, migrationDialectOf(driver.getPlatform()));
  return state.tables.length > 0;
}
