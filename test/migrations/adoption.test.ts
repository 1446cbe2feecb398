import { expect } from 'chai';
import { ForeignTablesError, UnsupportedRevisionError } from '../../src/migrations/index.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { schemaOf } from './catalog.ts';
import { migrating, type Opened, prefectsDatabase, rejection } from './databases.ts';

describeEachDialect('Migrating a database that others made', (db) => {
  it('adopts one that Prefect made: changes nothing but the notes of the migrator', async () => {
    await migrating(await prefectsDatabase(db), async ({ migrator, connection, rows }) => {
      const before = await schemaOf(connection, db.dialect);
      expect(await migrator.up()).to.deep.equal([]);
      expect(await schemaOf(connection, db.dialect)).to.equal(before);
      expect(
        (await rows('select name, adopted from mikro_orm_migrations')).map((note) => Boolean(note['adopted'])),
      ).to.deep.equal([true]);
      expect(await migrator.getPending()).to.deep.equal([]);
    });
  });

  it('refuses a database of ours that a newer Prefect has upgraded', async () => {
    await migrating(await db.freshDatabase({ migrated: true }), async ({ migrator, rows }) => {
      await rows(`UPDATE alembic_version SET version_num = 'cafe00000001'`);
      expect(await rejection(migrator.up())).to.be.instanceOf(UnsupportedRevisionError);
    });
  });

  it('refuses a database with tables of someone else', async () => {
    await migrating(await db.freshDatabase({ migrated: false }), async (opened) => {
      await opened.rows('CREATE TABLE customers (id integer)');
      expect(await refusal(opened))
        .to.be.instanceOf(ForeignTablesError)
        .and.deep.include({ code: 'FOREIGN_TABLES', tables: ['customers'] });
    });
  });

  it('takes no transaction of the caller, since it would not hold the lock', async () => {
    await migrating(db, async ({ migrator }) => {
      expect(await rejection(migrator.up({ transaction: {} }))).to.include({
        code: 'UNSUPPORTED_MIGRATOR_OPTION',
        option: 'transaction',
      });
    });
  });
});

/** The refusal, after making sure that nothing was written. */
async function refusal({ migrator, rows, orm }: Opened): Promise<Error> {
  const error = await rejection(migrator.up());
  const tables = orm.em.getPlatform().supportsNativeEnums() ? 'pg_tables where tablename' : 'sqlite_master where name';
  expect(await rows(`select * from ${tables} = 'mikro_orm_migrations'`)).to.deep.equal([]);
  return error;
}
