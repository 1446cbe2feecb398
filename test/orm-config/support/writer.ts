import { MikroORM } from '@mikro-orm/core';
import { resolveOptions } from '../../../src/orm-config/resolve-options.ts';
import { PrefectSqliteDriver } from '../../../src/orm-config/sqlite/driver.ts';
import { type Note, NoteSchema } from './note.ts';

/**
 * A process that writes into a file together with others: one row a transaction, which reads before it writes. Run by node itself,
 * without a loader.
 */
const [path, name, count] = process.argv.slice(2) as [string, string, string];
const settings = { connection: resolveOptions({ timeout: 60 }), mustExist: true };
const orm = await MikroORM.init({
  driver: PrefectSqliteDriver,
  dbName: path,
  driverOptions: () => settings,
  entities: [NoteSchema],
  ensureDatabase: false,
});
for (let index = 0; index < Number(count); index += 1) {
  await orm.em.fork().transactional(async (em) => {
    const before = await em.count(NoteSchema);
    em.create(NoteSchema, { text: `${name} ${index}`, weight: before } as Note);
  });
}
await orm.close();
