import { expect } from 'chai';
import { type MigrationStatus, migrationStatus, supportedAlembicHeads } from '../../src/migrations/index.ts';
import type { Database } from '../support/databases/index.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { prefectsDatabase, unguarded } from './databases.ts';

const migration = 'Migration20261123120000_prefect_3_8_8';

describeEachDialect('The status of a database', (db) => {
  const supported = supportedAlembicHeads[db.dialect];

  it('is empty, with the migration to run', async () => {
    expect(await statusOf(await db.freshDatabase({ migrated: false }))).to.deep.equal({
      condition: 'empty',
      found: null,
      supported,
      executed: [],
      pending: [migration],
      madeByPrefect: false,
      alterations: [],
      refusal: null,
    });
  });

  it('is current when it was migrated', async () => {
    expect(await statusOf(await db.freshDatabase({ migrated: true }))).to.deep.include({
      condition: 'current',
      found: [supported],
      executed: [migration],
      pending: [],
      madeByPrefect: false,
      alterations: [],
    });
  });

  it('is adoptable when Prefect has made it, with what does no harm', async () => {
    const database = await prefectsDatabase(db, ['DROP INDEX ix_log__level', 'CREATE INDEX ix_mine ON log (name)']);
    expect(await statusOf(database)).to.deep.include({
      condition: 'adoptable',
      found: [supported],
      executed: [],
      pending: [],
      madeByPrefect: true,
      alterations: [
        { table: 'log', what: 'the index ix_log__level is missing', harmful: false },
        { table: 'log', what: 'the index ix_mine is added', harmful: false },
      ],
    });
  });

  it('is refused when tables are altered, with all that is altered', async () => {
    const database = await prefectsDatabase(db, [
      'DROP INDEX ix_log__level',
      'DROP INDEX uq_deployment__flow_id_name',
      'ALTER TABLE flow_run DROP COLUMN infrastructure_pid',
    ]);
    const { condition, alterations, refusal } = await statusOf(database);
    expect(condition).to.equal('refused');
    expect(refusal).to.include({ code: 'ALTERED_TABLES' });
    expect(alterations.map(({ what, harmful }) => [what, harmful])).to.have.deep.members([
      ['the unique key uq_deployment__flow_id_name is missing', true],
      ['the column infrastructure_pid is missing', true],
      ['the index ix_log__level is missing', false],
    ]);
    expect(alterations.at(-1)?.harmful).to.equal(false);
  });

  it('is refused at another revision, which is not compared', async () => {
    const database = await prefectsDatabase(db, [
      `UPDATE alembic_version SET version_num = 'cafe00000001'`,
      'DROP INDEX uq_deployment__flow_id_name',
    ]);
    const status = await statusOf(database);
    expect(status).to.deep.include({ condition: 'refused', found: ['cafe00000001'], pending: [], alterations: [] });
    expect(status.refusal).to.include({ code: 'UNSUPPORTED_REVISION' });
  });
});

async function statusOf(database: Database): Promise<MigrationStatus> {
  return unguarded(database, ({ orm }) => migrationStatus(orm));
}
