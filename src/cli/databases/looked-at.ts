import { MikroORM } from '@mikro-orm/core';
import { type BaseORMConfiguration, configurationFor } from '../../orm-config/index.ts';
import { couldBeMade } from './could-be-made.ts';
import { givenDatabase } from './given.ts';

/** A database as it is, whatever that is. Who opened it closes it. */
export interface LookedAtDatabase {
  readonly orm: MikroORM;
  readonly configuration: BaseORMConfiguration;
}

/**
 * Opens a database to look at it only. Nothing is refused, nothing is written, and no file is made: one that could be made is an empty
 * database.
 *
 * @param given a URL, or the path of an SQLite file; left out: the environment's
 */
export async function lookAt(given: string | undefined): Promise<LookedAtDatabase> {
  const configuration = givenDatabase(given, { readOnly: true });
  const seen = couldBeMade(configuration) ? configurationFor('sqlite:///:memory:') : configuration;
  const orm = await MikroORM.init(seen.mikroOrmOptions({ migrations: { silent: true } }));
  try {
    await orm.connect();
    return { orm, configuration };
  } catch (error) {
    await orm.close(true);
    throw error;
  }
}
