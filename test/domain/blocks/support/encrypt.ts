import { BlockDocument } from '../../../../src/domain/index.ts';
import { configurationFor } from '../../../../src/orm-config/index.ts';

/** A process that encrypts one block as soon as it is told to, in a database that may have no key yet: prints its token. */
const [url] = process.argv.slice(2) as [string];
const orm = await configurationFor(url).init();
const em = orm.em.fork();
// all of the processes are ready before the first of them begins
const begin = Math.ceil(Temporal.Now.instant().epochMilliseconds / 2000) * 2000 + 2000;
await new Promise((resolve) => setTimeout(resolve, begin - Temporal.Now.instant().epochMilliseconds));
const block = new BlockDocument({ name: 'block', blockType: null as never, blockSchema: null as never });
await block.encryptData(em, { process: process.pid });
process.stdout.write(JSON.stringify(block.data));
await orm.close();
