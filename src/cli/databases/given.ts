import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { MikroORM } from '@mikro-orm/core';
import { databaseState, migrationDialectOf, planFor } from '../../migrations/index.ts';
import { type BaseORMConfiguration, configurationFor } from '../../orm-config/index.ts';
import { NoDatabaseFileError, NoPrefectTablesError } from '../errors.ts';
import type { ShownDatabase } from './shown.ts';

/**
 * Opens a Prefect database for reading: nothing is written to it or beside it.
 *
 * @param given a URL, or the path of an SQLite file
 * @throws {NoDatabaseFileError} when there is no such file
 * @throws {NoPrefectTablesError} when it is empty
 * @throws UnsupportedRevisionError, ForeignTablesError or MissingTablesError when it is at another revision, or not Prefect's
 */
export async function openReadOnly(given: string): Promise<ShownDatabase> {
  const configuration = configurationFor(isUrl(given) ? given : resolve(given), { readOnly: true });
  await assertThere(configuration);
  const orm = await configuration.init();
  try {
    await assertPrefects(orm);
  } catch (error) {
    await orm.close();
    throw error;
  }
  return { orm, title: `Prefect database ${configuration.describe()}`, notes: ['Opened read only.'] };
}

function isUrl(given: string): boolean {
  // one letter would be a drive
  return /^[a-z][a-z0-9+.-]+:/i.test(given);
}

async function assertThere(configuration: BaseORMConfiguration): Promise<void> {
  if (configuration.dialect === 'sqlite' && !configuration.isInMemory) {
    const path = configuration.describe();
    const file = await stat(path).catch(() => undefined);
    if (!file?.isFile()) {
      throw new NoDatabaseFileError(path);
    }
  }
}

async function assertPrefects(orm: MikroORM): Promise<void> {
  const connection = orm.driver.getConnection() as Parameters<typeof databaseState>[0];
  const dialect = migrationDialectOf(orm.driver.getPlatform());
  const state = await databaseState(connection, dialect);
  const plan = planFor(state, dialect);
  if (plan.action === 'migrate' && state.tables.length === 0) {
    throw new NoPrefectTablesError();
  }
}
