import { migrate } from '../../../src/migrations/index.ts';
import { configurationFor } from '../../../src/orm-config/index.ts';

/** Brings a database to the newest schema, as a user of the package would. */
export async function migrateDatabase(url: string): Promise<void> {
  const orm = await configurationFor(url).init({ logger: () => {} });
  try {
    await migrate(orm);
  } finally {
    await orm.close();
  }
}
