import { expect } from 'chai';
import { describeEachDialect } from '../support/dialects.ts';
import { runBin, runScripts } from '../support/processes.ts';
import { migrating } from './databases.ts';

// Each takes seconds to start; `MIGRATION_PROCESSES=20` is the full measure.
const processes = Number(process.env['MIGRATION_PROCESSES'] ?? 4);

describeEachDialect('Migrating from several places at once', (db) => {
  it('runs the migration once when processes do it', async function () {
    this.timeout(60_000 + processes * 15_000);
    const database = await db.freshDatabase({ migrated: false });
    const results = await Promise.all(
      Array.from({ length: processes }, () =>
        runBin('mikro-orm', ['migration:up', `--contextName=${db.dialect}`], {
          env: { PREFECT_SERVER_DATABASE_CONNECTION_URL: database.url },
          timeoutMilliseconds: 60_000 + processes * 15_000,
        }),
      ),
    );
    expect(results.map(({ code, stderr }) => ({ code, stderr }))).to.deep.equal(
      results.map(() => ({ code: 0, stderr: '' })),
    );
    expect(results.filter(({ stdout }) => stdout.includes('Applied'))).to.have.lengthOf(1);
    await migrating(database, async ({ rows }) => {
      expect(
        await rows('select count(*) as count from mikro_orm_migrations').then(([row]) => Number(row?.['count'])),
      ).to.equal(1);
    });
  });

  it('runs the migration once when processes run prefect-orm', async function () {
    this.timeout(60_000 + processes * 15_000);
    const database = await db.freshDatabase({ migrated: false });
    const results = await runScripts(processes, 'src/cli/main.ts', () => ['migrate', database.url], {
      timeoutMilliseconds: 60_000 + processes * 15_000,
    });
    expect(results.map(({ code, stderr }) => ({ code, stderr }))).to.deep.equal(
      results.map(() => ({ code: 0, stderr: '' })),
    );
    expect(results.filter(({ stdout }) => stdout.startsWith('Migrated'))).to.have.lengthOf(1);
    expect(results.filter(({ stdout }) => stdout.startsWith('Nothing to do'))).to.have.lengthOf(processes - 1);
  });

  it('runs the migration once when one process does it through several connections', async () => {
    const database = await db.freshDatabase({ migrated: false });
    const results = await Promise.all(
      Array.from({ length: 8 }, () => migrating(database, ({ migrator }) => migrator.up())),
    );
    expect(results.flat()).to.have.lengthOf(1);
  });
});
