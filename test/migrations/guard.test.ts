import { expect } from 'chai';
import { DataLossError } from '../../src/migrations/index.ts';
import { describeEachDialect } from '../support/dialects.ts';
import type { Database } from '../support/databases/index.ts';
import { schemaOf } from './catalog.ts';
import { comparing, migrating, type Opened, rejection } from './databases.ts';

const operations: Readonly<Record<string, (opened: Opened, options?: { allowDataLoss: boolean }) => Promise<unknown>>> =
  {
    'migration:down': ({ migrator }, options) => migrator.down(options),
    'schema:drop': ({ schema }, options) => schema.drop(options),
    'schema:fresh': ({ schema }, options) => schema.refresh(options as object),
  };

describeEachDialect('What would lose data', (db) => {
  for (const [operation, run] of Object.entries(operations)) {
    describe(operation, () => {
      it('is refused on a database that holds rows', async () => {
        const database = await withAVariable(await db.freshDatabase({ migrated: true }));
        await comparing(database, async (opened) => {
          const error = await rejection(run(opened));
          expect(error).to.be.instanceOf(DataLossError);
          expect(error).to.deep.include({ code: 'DATA_LOSS', tables: ['variable'], madeByPrefect: false });
          expect(error.message).to.include('PREFECT_ORM_ALLOW_DATA_LOSS=1');
          expect(await opened.rows('select name from variable')).to.deep.equal([{ name: 'kept' }]);
        });
      });

      it('is refused on a database that Prefect made, although it is empty', async () => {
        const database = await asMadeByPrefect(await db.freshDatabase({ migrated: true }));
        await comparing(database, async (opened) => {
          expect(await rejection(run(opened))).to.deep.include({ code: 'DATA_LOSS', tables: [], madeByPrefect: true });
        });
      });

      it('is refused on a database that was adopted, although it is empty', async () => {
        const database = await asMadeByPrefect(await db.freshDatabase({ migrated: true }));
        await comparing(database, async (opened) => {
          await opened.migrator.up();
          expect(await rejection(run(opened))).to.deep.include({ code: 'DATA_LOSS', tables: [], madeByPrefect: true });
        });
      });

      it('is done when the loss is meant', async () => {
        const database = await withAVariable(await db.freshDatabase({ migrated: true }));
        await comparing(database, async (opened) => {
          await run(opened, { allowDataLoss: true });
          await opened.migrator.up();
          expect(await opened.rows('select name from variable')).to.deep.equal([]);
        });
      });
    });
  }

  it('leaves nothing behind when the schema is dropped', async () => {
    const database = await db.freshDatabase({ migrated: true });
    await comparing(database, async ({ schema, connection }) => {
      await schema.drop();
      expect(await schemaOf(connection, db.dialect)).to.equal(db.dialect === 'sqlite' ? '\n' : 'extension pg_trgm\n');
    });
  });

  it('is refused when the schema is updated and a column with rows would go', async () => {
    const database = await withAVariable(await db.freshDatabase({ migrated: true }));
    await comparing(database, async ({ schema, rows }) => {
      await rows('ALTER TABLE variable ADD COLUMN extra integer');
      expect(await rejection(schema.update())).to.deep.include({ code: 'DATA_LOSS', operation: 'schema:update' });
      await schema.update({ allowDataLoss: true });
      expect(await schema.getUpdateSchemaSQL()).to.equal('');
    });
  });
});

async function withAVariable(database: Database): Promise<Database> {
  await migrating(database, ({ rows }) => rows(`INSERT INTO variable (name) VALUES ('kept')`));
  return database;
}

/** Prefect's database is ours without the notes of the migrator. */
async function asMadeByPrefect(database: Database): Promise<Database> {
  await migrating(database, ({ rows }) => rows('DROP TABLE mikro_orm_migrations'));
  return database;
}
