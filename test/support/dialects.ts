import type { EntityManager, MikroORM } from '@mikro-orm/core';
import {
  type Database,
  type Dialect,
  dialects,
  dialectTitles,
  emptyDatabase,
  migratedDatabase,
} from './databases/index.ts';
import { type BaseORMConfiguration, configurationFor, openOrm } from './orm.ts';
import { StatementRecorder } from './statements.ts';

/** Room for a server to be fetched and started, once a run. */
const preparationMilliseconds = 300_000;

interface Opened {
  readonly database: Database;
  readonly configuration: BaseORMConfiguration;
  readonly orm: MikroORM;
}

/** A migrated database of a suite's own. Its parts exist from the first `before` of the suite on. */
export class TestDatabase {
  readonly dialect: Dialect;
  readonly #recorder = new StatementRecorder();
  readonly #fresh: Database[] = [];
  #opened: Opened | undefined;

  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  get orm(): MikroORM {
    return this.#parts.orm;
  }

  get configuration(): BaseORMConfiguration {
    return this.#parts.configuration;
  }

  get url(): string {
    return this.#parts.database.url;
  }

  /** A unit of work of its own. */
  em(): EntityManager {
    return this.orm.em.fork();
  }

  /** The SQL texts that the suite's ORM sends while `work` runs, in order. */
  async statements(work: () => unknown): Promise<string[]> {
    return this.#recorder.during(work);
  }

  /** Another database, which goes with the suite at the latest: with the newest schema, or without a table. */
  async freshDatabase({ migrated }: { migrated: boolean }): Promise<Database> {
    const database = migrated ? await migratedDatabase(this.dialect) : await emptyDatabase(this.dialect);
    this.#fresh.push(database);
    return database;
  }

  async open(): Promise<void> {
    const database = await this.freshDatabase({ migrated: true });
    const configuration = configurationFor(database.url);
    this.#opened = { database, configuration, orm: await openOrm(configuration, this.#recorder) };
  }

  async close(): Promise<void> {
    await this.#opened?.orm.close();
    await Promise.all(this.#fresh.map((database) => database.drop()));
  }

  get #parts(): Opened {
    if (this.#opened === undefined) {
      throw new Error('The database opens when the tests run: use it in a hook or a test, not in the body of describe');
    }
    return this.#opened;
  }
}

/**
 * A suite for each dialect, on a migrated database of its own that the tests of the suite share.
 *
 * `DIALECTS=sqlite` narrows by hand; otherwise a database that is not there is a failure.
 */
export function describeEachDialect(title: string, define: (db: TestDatabase) => void): void {
  for (const dialect of wantedDialects()) {
    describe(`${title}, on ${dialectTitles[dialect]}`, function () {
      const db = new TestDatabase(dialect);
      before('opens a database', async function () {
        this.timeout(preparationMilliseconds);
        await db.open();
      });
      after('drops the database', () => db.close());
      define(db);
    });
  }
}

/** What `DIALECTS` names, else every dialect. */
export function wantedDialects(): readonly Dialect[] {
  const names = (process.env['DIALECTS'] ?? '').split(',').filter((name) => name !== '');
  const unknown = names.filter((name) => !dialects.some((dialect) => dialect === name));
  if (unknown.length > 0) {
    throw new Error(`DIALECTS names ${unknown.join(', ')}; there are ${dialects.join(', ')}`);
  }
  return names.length === 0 ? dialects : dialects.filter((dialect) => names.includes(dialect));
}
