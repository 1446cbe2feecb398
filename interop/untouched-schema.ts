import { expect } from 'chai';
import { bookkeepingTable } from '../src/migrations/database-state.ts';
import { runScript } from '../test/support/processes.ts';
import { hasSchemaTools, SchemaWatch } from './support/schema-tools.ts';
import { connectionOf, schemaIn, snapshotOf } from './support/snapshot.ts';
import type { Scenario, Shared, Stage } from './support/stage.ts';

/** Prefect's migrations find nothing to do on a database of ours, nor ours on one of Prefect's. */
export const untouchedSchema: Scenario = {
  letter: 'e',
  title: 'Each side migrates the database of the other, and nothing changes',

  async play(stage) {
    const ours = await stage.migrated();
    const theirs = await stage.empty();
    await theirs.prefect.command(upgrade);
    await checkOurs(stage, ours);
    await checkTheirs(stage, theirs, ours);
    await checkUnderServer(stage);
  },
};

const upgrade = ['server', 'database', 'upgrade', '-y'];

async function checkOurs(stage: Stage, ours: Shared): Promise<void> {
  await stage.checks.check('Prefect has no migration for a database that was migrated here', async () => {
    const [line] = await ours.prefect.run('pending_migrations.py');
    expect(line?.['pending']).to.deep.equal([]);
    return `at ${String(line?.['revision'])}`;
  });

  await stage.checks.check('`prefect server database upgrade` changes nothing in it', () =>
    expectNoChange(stage, ours, async () => {
      expect(await ours.prefect.command(upgrade)).to.include('Migrations succeeded!');
    }),
  );
}

async function checkTheirs(stage: Stage, theirs: Shared, ours: Shared): Promise<void> {
  await stage.checks.check('A database that Prefect made has the schema of one that was made here', async () => {
    expect(await schemaIn(theirs, stage.dialect)).to.deep.equal(await schemaIn(ours, stage.dialect));
  });

  await stage.checks.check('`prefect-orm migrate` adopts it and changes nothing in it', () =>
    expectNoChange(stage, theirs, () => expectAdoption(theirs)),
  );

  await stage.checks.check('Prefect still has no migration for it', async () => {
    const [line] = await theirs.prefect.run('pending_migrations.py');
    expect(line?.['pending']).to.deep.equal([]);
  });
}

async function checkUnderServer(stage: Stage): Promise<void> {
  await stage.checks.check(
    '`prefect-orm migrate` adopts a database on which a Prefect server runs, and the server goes on',
    async () => {
      const { server, ...served } = await stage.served();
      // without our notes it is as Prefect makes it
      await connectionOf(served).execute(`DROP TABLE ${bookkeepingTable}`);
      const before = await schemaIn(served, stage.dialect);
      await expectAdoption(served);
      expect(await schemaIn(served, stage.dialect)).to.deep.equal(before);
      await server.post('/flows/', { name: 'after-adoption' });
      expect(await server.get('/health')).to.equal(true);
    },
  );
}

/** By the command line, as a user does. */
async function expectAdoption(shared: Shared): Promise<void> {
  const { code, stdout, stderr } = await runScript('src/cli/main.ts', ['migrate', 'up', '--json'], {
    // it may hold a password, which no list of processes should show
    env: { PREFECT_SERVER_DATABASE_CONNECTION_URL: shared.url },
    timeoutMilliseconds: 300_000,
  });
  expect(code, stderr).to.equal(0);
  expect(JSON.parse(stdout)).to.deep.include({ migrations: [], adopted: true });
  const notes = await connectionOf(shared).execute<{ adopted: unknown }[]>(`SELECT adopted FROM ${bookkeepingTable}`);
  expect(notes.map(({ adopted }) => Boolean(adopted))).to.deep.equal([true]);
}

/** By the catalog and the rows, and by the reference's tools where they are. */
async function expectNoChange(stage: Stage, shared: Shared, work: () => Promise<void>): Promise<string> {
  await using watch = hasSchemaTools ? await SchemaWatch.begin(shared.url) : undefined;
  const before = await snapshotOf(shared, stage.dialect);
  await work();
  expect(await snapshotOf(shared, stage.dialect)).to.deep.equal(before);
  expect((await watch?.changes()) ?? '').to.equal('');
  return `${Object.keys(before.rows).length} tables${watch ? ', by the tools of the reference too' : ''}`;
}
