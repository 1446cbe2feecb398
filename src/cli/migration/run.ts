import type { MikroORM } from '@mikro-orm/core';
import { type DataLossOptions, migrate, revert, supportedRevision } from '../../migrations/index.ts';
import type { BaseORMConfiguration } from '../../orm-config/index.ts';
import { assertThere, givenDatabase } from '../databases/given.ts';
import type { Answer } from './answer.ts';

/** Migrates or adopts a database; an SQLite file that is not there is made. */
export async function migrateUp(given: string | undefined): Promise<Answer> {
  const configuration = givenDatabase(given);
  return on(configuration, async (orm) => {
    let adopted = false;
    const migrations = namesOf(await migrate(orm, { onAdopted: () => (adopted = true) }));
    const name = configuration.describe();
    const text = adopted
      ? `Adopted ${name}, which Prefect ${supportedRevision.prefect} has made: only the migrator's own table was added.`
      : migrations.length > 0
        ? `Migrated ${name} to Prefect ${supportedRevision.prefect}: ${migrations.join(', ')}.`
        : `Nothing to do: ${name} is at Prefect ${supportedRevision.prefect}.`;
    return { text, fields: { ...fieldsOf(configuration), migrations, adopted } };
  });
}

/** Takes the newest migration of a database back. */
export async function migrateDown(given: string | undefined, options: DataLossOptions): Promise<Answer> {
  const configuration = givenDatabase(given);
  await assertThere(configuration);
  return on(configuration, async (orm) => {
    const migrations = namesOf(await revert(orm, options));
    const text =
      migrations.length > 0
        ? `Took back in ${configuration.describe()}: ${migrations.join(', ')}.`
        : `Nothing to take back in ${configuration.describe()}.`;
    return { text, fields: { ...fieldsOf(configuration), migrations } };
  });
}

/** Which database an answer is about. */
export function fieldsOf(configuration: BaseORMConfiguration): { database: string; dialect: string } {
  return { database: configuration.describe(), dialect: configuration.dialect };
}

async function on(configuration: BaseORMConfiguration, work: (orm: MikroORM) => Promise<Answer>): Promise<Answer> {
  const orm = await configuration.init({ migrations: { silent: true } });
  try {
    return await work(orm);
  } finally {
    await orm.close();
  }
}

function namesOf(migrations: readonly { readonly name: string }[]): string[] {
  return migrations.map(({ name }) => name);
}
