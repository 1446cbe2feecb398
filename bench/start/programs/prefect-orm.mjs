// The built package: all entities, one query.
import { Flow } from 'prefect-orm';
import { configurationFor } from 'prefect-orm/orm-config';

const orm = await configurationFor(process.argv[2]).init();
await orm.em.fork().findOne(Flow, { name: 'none' });
await orm.close();
