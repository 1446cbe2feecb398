/**
 * A process with some of the crowd in it, each on connections of its own.
 *
 * Arguments: the URL of the database, and a list of {@link Member}s as JSON. Prints `ready` and waits for SIGUSR2; clients are done when they
 * are, the others with the next SIGUSR2. Prints a {@link Report} a line at the end.
 */
import { once } from 'node:events';
import { type BaseORMConfiguration, closeAllOrms, configurationFor, ormFor } from '../../src/orm-config/index.ts';
import { playBulk } from './bulk.ts';
import { playClient } from './client.ts';
import type { Member, Play, Report, Role } from './member.ts';
import { playPoller } from './poller.ts';
import { playScheduler } from './scheduler.ts';

const plays: { readonly [Kind in Role]: Play<Kind> } = {
  client: playClient,
  bulk: playBulk,
  poller: playPoller,
  scheduler: playScheduler,
};

async function play(member: Member, configuration: BaseORMConfiguration): Promise<Report> {
  const states = await (plays[member.role] as Play<Role>)(member, configuration, () => isOver);
  return { name: member.name, states };
}

let isOver = false;
const [url, members] = [process.argv[2] ?? '', JSON.parse(process.argv[3] ?? '') as readonly Member[]];
// one option that differs, and each has connections that no other uses
const connected = members.map((member) => ({
  member,
  configuration: configurationFor(url, { applicationName: member.name }),
}));
await Promise.all(connected.map(({ configuration }) => ormFor(configuration)));
const begun = once(process, 'SIGUSR2');
const waiting = setInterval(() => {}, 1000);
process.stdout.write('ready\n');
await begun;
process.once('SIGUSR2', () => (isOver = true));
clearInterval(waiting);
const reports = await Promise.all(connected.map(({ member, configuration }) => play(member, configuration)));
reports.forEach((report) => process.stdout.write(`${JSON.stringify(report)}\n`));
await closeAllOrms();
