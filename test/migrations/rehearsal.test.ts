import { expect } from 'chai';
import { type MigrationStatus, migrationStatus, rehearse } from '../../src/migrations/index.ts';
import { configurationFor } from '../../src/orm-config/index.ts';
import type { Database } from '../support/databases/index.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { schemaOf } from './catalog.ts';
import { prefectsDatabase, rejection, unguarded } from './databases.ts';

describeEachDialect('A rehearsed migration', (db) => {
  it('is the script that makes the whole schema, and sends nothing itself', async () => {
    const database = await db.freshDatabase({ migrated: false });
    const script = await rehearsed(database, 'up');
    expect(await statusOf(database)).to.include({ condition: 'empty' });
    await play(database, script);
    expect(await statusOf(database)).to.include({ condition: 'current', madeByPrefect: false });
    expect(await schemaIn(database)).to.equal(await schemaIn(await db.freshDatabase({ migrated: true })));
  });

  it('is the script that adopts what Prefect has made', async () => {
    const database = await prefectsDatabase(db);
    const script = await rehearsed(database, 'up');
    expect(script.filter((statement) => /create|insert|drop|alter/i.test(statement))).to.have.lengthOf(2);
    expect(await statusOf(database)).to.include({ condition: 'adoptable' });
    await play(database, script);
    expect(await statusOf(database)).to.include({ condition: 'current', madeByPrefect: true });
  });

  it('is the script that takes everything back', async () => {
    const database = await db.freshDatabase({ migrated: true });
    await play(database, await rehearsed(database, 'down'));
    expect(await statusOf(database)).to.include({ condition: 'empty' });
  });

  it('is nothing where nothing is to be done', async () => {
    expect(await rehearsed(await db.freshDatabase({ migrated: true }), 'up')).to.deep.equal([]);
    expect(await rehearsed(await db.freshDatabase({ migrated: false }), 'down')).to.deep.equal([]);
  });

  it('is refused where the migration would be', async () => {
    const database = await prefectsDatabase(db);
    expect(await rejection(rehearsed(database, 'down'))).to.include({ code: 'DATA_LOSS' });
    await unguarded(database, ({ rows }) => rows('DROP INDEX uq_deployment__flow_id_name'));
    expect(await rejection(rehearsed(database, 'up'))).to.include({ code: 'ALTERED_TABLES' });
  });

  /** Over a connection that could not write. */
  async function rehearsed(database: Database, direction: 'up' | 'down'): Promise<string[]> {
    if (db.dialect === 'sqlite') {
      await unguarded(database, ({ rows }) => rows('select 1'));
    }
    const orm = await configurationFor(database.url, { readOnly: true }).init({ logger: () => {} });
    try {
      return await rehearse(orm, direction);
    } finally {
      await orm.close();
    }
  }

  /** Runs the statements by the database's own means, which know nothing of migrations. */
  async function play(database: Database, script: readonly string[]): Promise<void> {
    await unguarded(database, async ({ connection }) => {
      await connection.executeDump(script.map((statement) => `${statement.replace(/;$/, '')};`).join('\n'));
    });
  }

  async function statusOf(database: Database): Promise<MigrationStatus> {
    return unguarded(database, ({ orm }) => migrationStatus(orm));
  }

  async function schemaIn(database: Database): Promise<string> {
    return unguarded(database, ({ connection }) => schemaOf(connection, db.dialect));
  }
});
