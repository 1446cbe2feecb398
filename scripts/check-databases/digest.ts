import { configurationFor } from '../../src/orm-config/index.ts';
import { type DatabaseDigest, digestDatabase } from '../../src/services/digest/index.ts';

/** The digest of a database, over a connection of its own. */
export async function digestOf(url: string): Promise<DatabaseDigest> {
  const orm = await configurationFor(url, { readOnly: true }).init();
  try {
    return await digestDatabase(orm.em);
  } finally {
    await orm.close();
  }
}
