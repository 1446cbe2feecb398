// What a user of the package does first, on the packed files.
import { existsSync, rmSync } from 'node:fs';
import { Flow, FlowRun } from 'prefect-orm';
import { configurationFor } from 'prefect-orm/orm-config';
import { migrate } from 'prefect-orm/migrations';

const file = `${import.meta.dirname}/program.db`;
const configuration = configurationFor(`sqlite:///${file}`);
const orm = await configuration.init();
await migrate(orm);
const em = orm.em.fork();
em.persist(em.create(FlowRun, { flow: em.create(Flow, { name: 'packed' }), name: 'first' }));
await em.flush();
const run = await orm.em.fork().findOneOrFail(FlowRun, { flow: { name: 'packed' } }, { populate: ['flow'] });
await orm.close();
rmSync(file);
if (run.flow.$.name !== 'packed' || run.state !== null || !(run.created instanceof Temporal.Instant)) {
  throw new Error('The packed program did not read what it wrote');
}
if (!existsSync(configuration.versionsDir)) {
  throw new Error(`There is no folder ${configuration.versionsDir}`);
}
