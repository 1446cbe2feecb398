import { expect } from 'chai';
import { Client } from 'pg';
import type { Job } from './jobs/job.ts';
import type { Fault } from './support/fault.ts';
import { strikeOnce } from './support/struck.ts';

/** What the one who uses the package is told: the command by a code, the application by an exception of MikroORM. */
const told = ['CONNECTION_LOST', 'ConnectionException'];

/** The server closes a connection in the middle of a job. */
export function disconnectedIn(job: Job): Fault {
  return {
    title: `a connection that the server closes in the middle of ${job.title}`,
    // the other one has no server
    dialects: ['postgresql'],

    async run(context) {
      const prepared = await job.prepare(context);
      const { url: any } = await context.emptyDatabase();
      const administrator = new Client({ connectionString: any });
      await administrator.connect();
      try {
        for (let round = 0; round < context.rounds; round += 1) {
          await context.round(async (tell) => {
            const { random } = context;
            let name = '';
            const { attempt, outcome, drop } = await strikeOnce({
              job: prepared,
              place: context,
              random,
              strike({ urls }) {
                const servers = urls.filter((url) => url.startsWith('postgresql:'));
                name = new URL(servers[random.below(servers.length)]!).pathname.slice(1);
                void disconnect(administrator, name);
              },
            });
            tell(outcome.moment);
            expect(outcome.refusal?.code, outcome.refusal?.message).to.be.oneOf(told);
            const rest = await attempt.look();
            await attempt.finish();
            await drop();
            return `${outcome.refusal!.code}, ${rest}`;
          });
        }
      } finally {
        await administrator.end();
      }
    },
  };
}

async function disconnect(administrator: Client, database: string): Promise<void> {
  await administrator.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [database]);
}
