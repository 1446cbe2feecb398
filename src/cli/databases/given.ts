import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { MikroORM } from '@mikro-orm/core';
import { databaseState, migrationDialectOf } from '../../migrations/index.ts';
import { type BaseORMConfiguration, configurationFor, type ConnectionOptions } from '../../orm-config/index.ts';
import { NoDatabaseFileError, NoPrefectTablesError } from '../errors.ts';
import type { ShownDatabase } from './shown.ts';

/**
 * Opens a Prefect database for reading: nothing is written to it or beside it.
 *
 * @param given a URL, or the path of an SQLite file
 * @param anyRevision whether another revision of Prefect may pass
 * @throws {NoDatabaseFileError} when there is no such file
 * @throws {NoPrefectTablesError} when it is empty
 * @throws what `configuration.init()` throws when it is at another revision, altered, or not Prefect's
 */
export async function openReadOnly(given: string, { anyRevision = false } = {}): Promise<ShownDatabase> {
  const configuration = givenDatabase(given, { readOnly: true, anyRevision });
  await assertThere(configuration);
  const orm = await configuration.init();
  try {
    await assertNotEmpty(orm);
  } catch (error) {
    await orm.close();
    throw error;
  }
  return { orm, kind: 'Prefect database', name: configuration.describe(), notes: ['Opened read only.'] };
}

/**
 * The configuration of a database that the command line names.
 *
 * @param given a URL, or the path of an SQLite file; left out: the environment's
 */
export function givenDatabase(given: string | undefined, options: ConnectionOptions = {}): BaseORMConfiguration {
  return configurationFor(given === undefined || isUrl(given) ? given : resolve(given), options);
}

/** Whether it is a URL, and not a path. */
export function isUrl(given: string): boolean {
  // one letter would be a drive
  return /^[a-z][a-z0-9+.-]+:/i.test(given);
}

/** @throws {NoDatabaseFileError} when it is an SQLite file that is not there */
export async function assertThere(configuration: BaseORMConfiguration): Promise<void> {
  if (configuration.dialect === 'sqlite' && !configuration.isInMemory) {
    const path = configuration.describe();
    const file = await stat(path).catch(() => undefined);
    if (!file?.isFile()) {
      throw new NoDatabaseFileError(path);
    }
  }
}

async function assertNotEmpty(orm: MikroORM): Promise<void> {
  const connection = orm.driver.getConnection() as Parameters<typeof databaseState>[0];
  const state = await databaseState(connection, migrationDialectOf(orm.driver.getPlatform()));
  if (state.tables.length === 0) {
    throw new NoPrefectTablesError();
  }
}
