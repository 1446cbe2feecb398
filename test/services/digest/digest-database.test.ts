import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { AbstractSqlConnection } from '@mikro-orm/sql';
import {
  columnOf,
  type DatabaseDigest,
  digestDatabase,
  logicalRowHash,
  rawRowHash,
  type RowHash,
  RowHashes,
} from '../../../src/services/digest/index.ts';
import type { Dialect } from '../../support/databases/index.ts';
import { describeEachDialect, type TestDatabase } from '../../support/dialects.ts';
import { makeFlow, makeLog, makeVariable } from '../../support/factories.ts';

const fixtures = new URL('fixtures/', import.meta.url);
const recorded = JSON.parse(readFileSync(new URL('digests.json', fixtures), 'utf8')) as Record<
  Dialect,
  DatabaseDigest['tables']
>;

describeEachDialect('the digest of hard values', (db) => {
  before(() => run(db, readFileSync(new URL(`hard-values.${db.dialect}.sql`, fixtures), 'utf8')));

  for (const table of Object.keys(recorded.sqlite)) {
    it(`is what the reference's program says of ${table}`, async () => {
      const { tables } = await digestDatabase(db.em(), { tables: [table] });
      expect(tables).to.deep.equal({ [table]: recorded[db.dialect][table] });
    });
  }

  it('is the same when it is made of rows past the entities', async () => {
    const { tables } = await digestDatabase(db.em());
    const mapped = [...db.orm.getMetadata().getAll().values()].filter(({ abstract }) => !abstract);
    for (const { tableName, props } of mapped) {
      const columns = props
        .filter(({ persist, fieldNames }) => persist !== false && fieldNames?.length === 1)
        .map((property) => columnOf(property, db.orm.em.getPlatform()));
      const rows: Record<string, unknown>[] = await connectionOf(db).execute(`select * from ${tableName}`);
      const digest = (rowHash: RowHash): string => {
        const hashes = new RowHashes();
        rows.forEach((row) => hashes.add(rowHash(row)));
        return hashes.digest();
      };
      expect(digest(logicalRowHash(columns, db.orm.em.getPlatform())), tableName).to.equal(tables[tableName]?.logical);
      // PostgreSQL's driver makes numbers of floats, and the digest spells those of the hard values otherwise
      if (tableName !== 'concurrency_limit_v2' || db.dialect === 'sqlite') {
        expect(digest(rawRowHash(columns, db.orm.em.getPlatform())), tableName).to.equal(tables[tableName]?.raw);
      }
    }
  });
});

describeEachDialect('the digest of a database', (db) => {
  it('lists every table by name, those of the migrations too', async () => {
    const { format, tables } = await digestDatabase(db.em());
    expect(format).to.equal('prefect-digest/1');
    expect(Object.keys(tables))
      .to.have.length(37)
      .and.to.include('alembic_version')
      .and.to.include('mikro_orm_migrations');
    expect(Object.keys(tables)).to.deep.equal(Object.keys(tables).toSorted());
    expect(tables['alembic_version']?.rows).to.equal(1);
  });

  it('sees the database as it is at one moment', async () => {
    const before = await digestDatabase(db.em());
    let added = false;
    const writing: Promise<unknown>[] = [];
    const during = await digestDatabase(db.em(), {
      onProgress: () => {
        if (added) {
          return;
        }
        added = true;
        const em = db.em();
        em.persist([makeFlow({ name: 'late' }), makeVariable({ name: 'late' })]);
        writing.push(em.flush());
      },
    });
    await Promise.all(writing);
    expect(added).to.equal(true);
    expect(during).to.deep.equal(before);
    expect((await digestDatabase(db.em())).tables['variable']?.rows).to.equal(1);
  });

  it('reads batches of rows of any size, each once', async () => {
    const em = db.em();
    const messages = Array.from({ length: 700 }, (_, index) => 'x'.repeat(index % 100 === 0 ? 400_000 : index));
    em.persist(messages.map((message) => makeLog({ message })));
    await em.flush();
    const told: number[] = [];
    const { tables } = await digestDatabase(db.em(), {
      tables: ['log'],
      onProgress: ({ done, total }) => void told.push(done, total),
    });
    expect(tables['log']?.rows).to.equal(700);
    // once for each digest
    expect(told.slice(-2)).to.deep.equal([1400, 1400]);
  });

  it('refuses the name of a table that is not there', async () => {
    await expectError(digestDatabase(db.em(), { tables: ['flow', 'flows'] }), 'NO_SUCH_TABLE', 'flows');
  });
});

describeEachDialect('the digest of what only SQLite can hold', (db) => {
  if (db.dialect !== 'sqlite') {
    return;
  }

  const id = '0000000a-0000-4000-8000-000000000001';

  it('takes two spellings of an id for two rows', async () => {
    await run(
      db,
      `insert into variable (id, name, value) values ('${id}', 'lower', '1'), ('${id.toUpperCase()}', 'upper', '2')`,
    );
    const { tables } = await digestDatabase(db.em(), { tables: ['variable'] });
    await run(db, "update variable set name = 'other' where name = 'upper'");
    const changed = await digestDatabase(db.em(), { tables: ['variable'] });
    expect(tables['variable']?.rows).to.equal(2);
    expect(tables['variable']?.logical).to.not.equal(changed.tables['variable']?.logical);
  });

  it('tells halves of surrogate pairs apart', async () => {
    const digest = async (value: string): Promise<string | undefined> => {
      await run(db, `update variable set value = '${value}' where name = 'lower'`);
      return (await digestDatabase(db.em(), { tables: ['variable'] })).tables['variable']?.logical;
    };
    expect(await digest('"\\ud800"')).to.not.equal(await digest('"\\ud801"'));
  });

  it('refuses bytes where text belongs, and says in which column', async () => {
    await run(db, "insert into variable (name, value) values (x'00ff', '1')");
    await expectError(digestDatabase(db.em()), 'UNDIGESTIBLE_VALUE', 'column name');
    await run(db, "delete from variable where typeof(name) = 'blob'");
    await run(db, "insert into variable (name, value) values ('bytes', x'00ff')");
    await expectError(digestDatabase(db.em()), 'UNDIGESTIBLE_VALUE', 'column value');
  });
});

async function run(db: TestDatabase, script: string): Promise<void> {
  for (const statement of script.split(/;\n/).filter((text) => text.trim() !== '')) {
    await connectionOf(db).execute(statement);
  }
}

function connectionOf(db: TestDatabase): AbstractSqlConnection {
  return db.orm.em.getDriver().getConnection() as AbstractSqlConnection;
}

async function expectError(work: Promise<unknown>, code: string, words: string): Promise<void> {
  const error = await work.then(
    () => undefined,
    (reason: Error & { code?: string }) => reason,
  );
  expect(error?.code).to.equal(code);
  expect(error?.message).to.contain(words);
}
