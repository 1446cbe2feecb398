import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { migrations, revisions, supportedAlembicHeads } from '../../src/migrations/index.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { schemaOf } from './catalog.ts';
import { migrating, rejection } from './databases.ts';
import { BreakOnTheWay } from './test-migrations.ts';

const [newest] = revisions.map((revision) => revision.migration);

describe('The migrations', () => {
  it('have the same names on both dialects', () => {
    const namesOf = (list: readonly { name: string }[]) => list.map((migration) => migration.name);
    expect(namesOf(migrations.sqlite)).to.deep.equal(namesOf(migrations.postgresql));
  });

  it('lead to the revisions that are known', () => {
    expect(migrations.sqlite.map((migration) => migration.name)).to.include.members(
      revisions.map((revision) => revision.migration),
    );
  });
});

describeEachDialect('The migrations', (db) => {
  const prefects = readFileSync(`${import.meta.dirname}/../../src/migrations/${db.dialect}/schema.txt`, 'utf8');

  it('make the schema that Prefect makes', async () => {
    const database = await db.freshDatabase({ migrated: false });
    await migrating(database, async ({ migrator, connection }) => {
      expect((await migrator.up()).map((migration) => migration.name)).to.deep.equal([newest]);
      expect(await schemaOf(connection, db.dialect)).to.equal(prefects);
    });
  });

  it('write the revision that Prefect looks for', async () => {
    await migrating(db, async ({ rows }) => {
      expect(await rows('select version_num from alembic_version')).to.deep.equal([
        { version_num: supportedAlembicHeads[db.dialect] },
      ]);
    });
  });

  it('do nothing the second time', async () => {
    const database = await db.freshDatabase({ migrated: true });
    await migrating(database, async ({ migrator, connection }) => {
      expect(await migrator.up()).to.deep.equal([]);
      expect(await migrator.getPending()).to.deep.equal([]);
      expect(await schemaOf(connection, db.dialect)).to.equal(prefects);
    });
  });

  it('go down to nothing and up again', async () => {
    const database = await db.freshDatabase({ migrated: true });
    await migrating(database, async ({ migrator, connection }) => {
      await migrator.down();
      expect(await schemaOf(connection, db.dialect)).to.equal('\n');
      await migrator.up();
      expect(await schemaOf(connection, db.dialect)).to.equal(prefects);
    });
  });

  it('leave the database as it was when one of them fails', async () => {
    const database = await db.freshDatabase({ migrated: false });
    const list = [...migrations[db.dialect], BreakOnTheWay];
    await migrating(
      database,
      async ({ migrator, connection }) => {
        expect((await rejection(migrator.up())).message).to.include('no_such_table');
        expect(await schemaOf(connection, db.dialect)).to.equal('\n');
        expect(await migrator.getExecuted()).to.deep.equal([]);
      },
      { migrationsList: list },
    );
  });

  it('are listed without a table being made for it', async () => {
    const database = await db.freshDatabase({ migrated: false });
    await migrating(database, async ({ migrator, connection }) => {
      expect(await migrator.getExecuted()).to.deep.equal([]);
      expect((await migrator.getPending()).map((migration) => migration.name)).to.deep.equal([newest]);
      expect(await schemaOf(connection, db.dialect)).to.equal('\n');
    });
  });

  it('are listed with the time they were run at', async () => {
    const before = Temporal.Now.instant().epochMilliseconds - 2000;
    const database = await db.freshDatabase({ migrated: false });
    await migrating(database, async ({ migrator }) => {
      await migrator.up();
      const [note] = await migrator.getExecuted();
      expect(note?.name).to.equal(newest);
      expect(note?.executed_at.getTime()).to.be.within(before, Temporal.Now.instant().epochMilliseconds + 2000);
    });
  });
});
