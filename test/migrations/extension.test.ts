import { expect } from 'chai';
import { ExtensionDeniedError } from '../../src/migrations/index.ts';
import { enableTrigrams } from '../../src/migrations/extensions.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { migrating, rejection } from './databases.ts';

describe('An extension that the server does not have', () => {
  it('is told with the statement to run', async () => {
    const answer = Object.assign(new Error('extension "pg_trgm" is not available'), { code: '0A000' });
    const error = await rejection(enableTrigrams(() => Promise.reject(answer)));
    expect(error)
      .to.be.instanceOf(ExtensionDeniedError)
      .and.include({ code: 'EXTENSION_DENIED', extension: 'pg_trgm' });
    expect(error.message).to.include('CREATE EXTENSION IF NOT EXISTS pg_trgm');
    expect(error.cause).to.equal(answer);
  });

  it('is not what another failure is taken for', async () => {
    const answer = Object.assign(new Error('the server goes down'), { code: '57P01' });
    expect(await rejection(enableTrigrams(() => Promise.reject(answer)))).to.equal(answer);
  });
});

// SQLite has no extensions.
describeEachDialect('A role that may not create extensions', (db) => {
  if (db.dialect !== 'postgresql') {
    return;
  }

  it('is told what to have run, and nothing is left in the database', async () => {
    const database = await db.freshDatabase({ migrated: false });
    const role = `weak_${process.pid}`;
    const name = new URL(database.url).pathname.slice(1);
    await migrating(database, async ({ rows }) => {
      await rows(`CREATE ROLE ${role} LOGIN PASSWORD 'weak'`);
      await rows(`GRANT CREATE ON SCHEMA public TO ${role}`);
      await rows(`REVOKE CREATE ON DATABASE "${name}" FROM PUBLIC`);
    });
    const url = Object.assign(new URL(database.url), { username: role, password: 'weak' }).href;
    try {
      await migrating({ url }, async ({ migrator, rows }) => {
        expect(await rejection(migrator.up())).to.be.instanceOf(ExtensionDeniedError);
        expect(await rows(`select * from pg_tables where schemaname = 'public'`)).to.deep.equal([]);
      });
      await migrating(database, ({ rows }) => rows('CREATE EXTENSION pg_trgm'));
      await migrating({ url }, async ({ migrator }) => {
        expect(await migrator.up()).to.have.lengthOf(1);
        await migrator.down();
      });
    } finally {
      await migrating(database, async ({ rows }) => {
        await rows(`DROP OWNED BY ${role}`);
        await rows(`DROP ROLE ${role}`);
      });
    }
  });
});
