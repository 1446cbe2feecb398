// What MikroORM itself takes: its own SQLite driver, one entity, one query.
import { EntitySchema, MikroORM } from '@mikro-orm/sqlite';

const Flow = new EntitySchema({
  name: 'Flow',
  tableName: 'flow',
  properties: { id: { type: 'string', primary: true }, name: { type: 'string' } },
});
const orm = await MikroORM.init({ entities: [Flow], dbName: process.argv[2] });
await orm.em.fork().findOne(Flow, { name: 'none' });
await orm.close();
