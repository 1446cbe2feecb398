import { expect } from 'chai';
import { Migrator } from '@mikro-orm/migrations';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ForeignKeyViolationError, migrations } from '../../src/migrations/index.ts';
import { describeEachDialect, type TestDatabase } from '../support/dialects.ts';
import { migrating, type Opened, rejection } from './databases.ts';
import { LoseFlows, RebuildFlow } from './test-migrations.ts';

// PostgreSQL changes a table in place.
describeEachDialect('A migration that rebuilds a table', (db) => {
  if (db.dialect !== 'sqlite') {
    return;
  }

  it('keeps the children of its rows', async () => {
    await migratingWith(db, [RebuildFlow], async ({ migrator, rows }) => {
      await migrator.up();
      expect(await countsOf(rows)).to.deep.equal({ flows: 1, deployments: 1 });
    });
  });

  it('would lose them with the migrator of MikroORM', async () => {
    await migratingWith(db, [RebuildFlow], async ({ orm, rows }) => {
      await new Migrator(orm.em as SqlEntityManager).up();
      expect(await countsOf(rows)).to.deep.equal({ flows: 1, deployments: 0 });
    });
  });

  it('leaves foreign keys on', async () => {
    await migratingWith(db, [RebuildFlow], async ({ migrator, rows }) => {
      await migrator.up();
      await rows('DELETE FROM flow');
      expect(await countsOf(rows)).to.deep.equal({ flows: 0, deployments: 0 });
    });
  });

  it('is rolled back when it leaves children without their parent', async () => {
    await migratingWith(db, [LoseFlows], async ({ migrator, rows }) => {
      const error = await rejection(migrator.up());
      expect(error).to.be.instanceOf(ForeignKeyViolationError);
      expect(error).to.deep.include({ code: 'FOREIGN_KEY_VIOLATION', tables: ['deployment'] });
      expect(await countsOf(rows)).to.deep.equal({ flows: 1, deployments: 1 });
    });
  });
});

/** A migrated database with a flow and its deployment, and further migrations that are pending. */
async function migratingWith(
  db: TestDatabase,
  more: (typeof RebuildFlow)[],
  work: (opened: Opened) => Promise<void>,
): Promise<void> {
  const database = await db.freshDatabase({ migrated: true });
  await migrating(
    database,
    async (opened) => {
      await opened.rows(`INSERT INTO flow (id, name) VALUES ('f', 'flow')`);
      await opened.rows(`INSERT INTO deployment (id, name, flow_id) VALUES ('d', 'deployment', 'f')`);
      await work(opened);
    },
    { migrationsList: [...migrations[db.dialect], ...more] },
  );
}

async function countsOf(rows: Opened['rows']): Promise<unknown> {
  const [counts] = await rows(
    'SELECT (SELECT count(*) FROM flow) AS flows, (SELECT count(*) FROM deployment) AS deployments',
  );
  return counts;
}
