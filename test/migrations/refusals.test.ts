import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { assertSupported, supportedAlembicHeads } from '../../src/migrations/index.ts';
import { configurationFor } from '../../src/orm-config/index.ts';
import { type Database, pathOf } from '../support/databases/index.ts';
import { describeEachDialect, type TestDatabase } from '../support/dialects.ts';
import { schemaOf } from './catalog.ts';
import { prefectsDatabase, rejection, unguarded } from './databases.ts';
import { anew, type Changes, onBoth } from './planted.ts';

/** Something that someone did to a database of Prefect, and how it is refused. */
interface Refused {
  readonly title: string;
  readonly sql: Changes;
  readonly refusal: object;
  /** What the message must say, beside what is supported. */
  readonly says: RegExp;
  /** Whether it takes a comparison of the whole schema to see it. */
  readonly isDeep?: true;
}

const refused: readonly Refused[] = [
  {
    title: 'an unknown revision',
    sql: onBoth(`UPDATE alembic_version SET version_num = 'cafe00000001'`),
    refusal: { code: 'UNSUPPORTED_REVISION', found: ['cafe00000001'], isOlder: false },
    says: /cafe00000001.*newer Prefect, or to none/,
  },
  {
    title: 'an older revision',
    // what Prefect's own migration to 3.8.8 starts from
    sql: {
      sqlite: [`UPDATE alembic_version SET version_num = 'f416ea180ae1'`],
      postgresql: [`UPDATE alembic_version SET version_num = 'c8d5f2a71b3e'`],
    },
    refusal: { code: 'UNSUPPORTED_REVISION', isOlder: true },
    says: /It is older: upgrade it with 'prefect server database upgrade -y' of Prefect 3\.8\.8/,
  },
  {
    title: 'two revisions',
    sql: onBoth(`INSERT INTO alembic_version VALUES ('000000000001')`),
    refusal: { code: 'UNSUPPORTED_REVISION', isOlder: false },
    says: /000000000001, /,
  },
  {
    title: 'no revision',
    sql: onBoth('DELETE FROM alembic_version'),
    refusal: { code: 'UNSUPPORTED_REVISION', found: [] },
    says: /\(none\).*restore it from a backup/,
  },
  {
    title: 'a table missing',
    sql: onBoth('DROP TABLE log'),
    refusal: { code: 'MISSING_TABLES', tables: ['log'] },
    says: /no table log.*Restore it/,
  },
  {
    title: 'a column missing',
    sql: onBoth('ALTER TABLE flow_run DROP COLUMN infrastructure_pid'),
    refusal: { code: 'ALTERED_TABLES' },
    says: /in flow_run, the column infrastructure_pid is missing/,
  },
  {
    title: 'a column of another type',
    sql: {
      postgresql: ['ALTER TABLE log ALTER COLUMN level TYPE integer'],
      sqlite: anew('log', 'level SMALLINT', 'level INTEGER'),
    },
    refusal: { code: 'ALTERED_TABLES' },
    says: /in log, the column level is integer, not smallint/i,
    isDeep: true,
  },
  {
    title: 'a unique index missing',
    sql: onBoth('DROP INDEX uq_deployment__flow_id_name'),
    refusal: { code: 'ALTERED_TABLES' },
    says: /in deployment, the unique key uq_deployment__flow_id_name is missing/,
    isDeep: true,
  },
  {
    title: 'a foreign key missing',
    sql: {
      postgresql: ['ALTER TABLE agent DROP CONSTRAINT fk_agent__work_queue_id__work_queue'],
      sqlite: anew(
        'agent',
        ', CONSTRAINT fk_agent__work_queue_id__work_queue FOREIGN KEY (work_queue_id) REFERENCES work_queue (id)',
        '',
      ),
    },
    refusal: { code: 'ALTERED_TABLES' },
    says: /in agent, the foreign key fk_agent__work_queue_id__work_queue is missing/,
    isDeep: true,
  },
  {
    title: 'a primary key missing',
    sql: {
      postgresql: ['ALTER TABLE log DROP CONSTRAINT pk_log'],
      sqlite: anew('log', ', CONSTRAINT pk_log PRIMARY KEY (id)', ''),
    },
    refusal: { code: 'ALTERED_TABLES' },
    says: /in log, the primary key is missing/,
    isDeep: true,
  },
];

const accepted: Readonly<Record<string, Changes>> = {
  'an index of their own': onBoth('CREATE INDEX ix_mine ON flow_run (name)'),
  'a table of their own': onBoth('CREATE TABLE customers (id integer)'),
  'a column of their own that may stay empty': onBoth('ALTER TABLE flow_run ADD COLUMN cost_centre varchar(20)'),
  'a view of their own': onBoth('CREATE VIEW shown AS SELECT name FROM flow'),
  'a plain index less': onBoth('DROP INDEX ix_log__level'),
};

describeEachDialect('A database that others made', (db) => {
  for (const { title, sql, refusal, says, isDeep } of refused) {
    it(`is refused with ${title}, before anything is written`, async () => {
      const database = await prefectsDatabase(db, sql[db.dialect]);
      const before = await everythingIn(database, db);
      const refusals = [
        await rejection(unguarded(database, async ({ migrator }) => migrator.up())),
        await rejection(unguarded(database, async ({ orm }) => assertSupported(orm))),
        ...(isDeep ? [] : [await rejection(configurationFor(database.url).init())]),
      ];
      for (const error of refusals) {
        expect(error).to.deep.include(refusal);
        expect(error.message).to.match(says).and.include('3.8.8');
      }
      expect(await everythingIn(database, db)).to.equal(before);
    });
  }

  it('says which revision is supported', async () => {
    const database = await prefectsDatabase(
      db,
      onBoth(`UPDATE alembic_version SET version_num = 'cafe00000001'`)[db.dialect],
    );
    const error = await rejection(configurationFor(database.url).init());
    expect(error).to.include({ supported: supportedAlembicHeads[db.dialect] });
    expect(error.message).to.include(supportedAlembicHeads[db.dialect]);
  });

  it('is not taken back either when its revision is another, whatever may be lost', async () => {
    const database = await db.freshDatabase({ migrated: true });
    await unguarded(database, async ({ migrator, rows, connection }) => {
      await rows(`UPDATE alembic_version SET version_num = 'cafe00000001'`);
      const before = await schemaOf(connection, db.dialect);
      expect(await rejection(migrator.down({ allowDataLoss: true }))).to.include({ code: 'UNSUPPORTED_REVISION' });
      expect(await schemaOf(connection, db.dialect)).to.equal(before);
    });
  });

  for (const [title, sql] of Object.entries(accepted)) {
    it(`may have ${title}: it is adopted, and keeps it`, async () => {
      const database = await prefectsDatabase(db, sql[db.dialect]);
      const orm = await configurationFor(database.url).init({ migrations: { silent: true } });
      await orm.close();
      await unguarded(database, async ({ migrator, connection }) => {
        const before = await schemaOf(connection, db.dialect);
        expect(await migrator.up()).to.deep.equal([]);
        expect(await migrator.getPending()).to.deep.equal([]);
        expect(await schemaOf(connection, db.dialect)).to.equal(before);
      });
    });
  }

  if (db.dialect === 'postgresql') {
    it('may live in a schema of its own', async () => {
      const database = await db.freshDatabase({ migrated: false });
      await unguarded(database, ({ rows }) => rows('CREATE SCHEMA prefect'));
      const configuration = configurationFor(database.url, { searchPath: 'prefect, public' });
      for (const _ of ['made', 'looked at again']) {
        const orm = await configuration.init({ migrations: { silent: true } });
        await orm.migrator.up();
        await assertSupported(orm);
        await orm.close();
      }
    });
  }
});

/** On SQLite every byte of the file, on PostgreSQL the catalog, the revision and the notes of the migrator. */
async function everythingIn(database: Database, { dialect }: TestDatabase): Promise<string> {
  if (dialect === 'sqlite') {
    expect(existsSync(`${pathOf(database)}-wal`)).to.equal(false);
    return createHash('sha256')
      .update(await readFile(pathOf(database)))
      .digest('hex');
  }
  return unguarded(database, async ({ connection, rows }) =>
    JSON.stringify([
      await schemaOf(connection, dialect),
      await rows('select * from alembic_version'),
      await rows(`select to_regclass('mikro_orm_migrations')::text as notes`),
    ]),
  );
}
