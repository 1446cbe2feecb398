import type { Socket } from 'node:net';
import { ConnectionException, type MikroORM } from '@mikro-orm/core';
import { expect } from 'chai';
import { Client } from 'pg';
import {
  AuthenticationError,
  DatabaseNotFoundError,
  ServerUnreachableError,
  TlsError,
  TransactionAbortedError,
} from '../../../src/orm-config/index.ts';
import type { PrefectPostgreSqlConnection } from '../../../src/orm-config/postgresql/connection.ts';
import { emptyDatabase } from '../../support/databases/index.ts';
import { wantedDialects } from '../../support/dialects.ts';
import { NoteSchema } from '../support/note.ts';
import { failureOf } from '../../support/failure.ts';
import { emOf, NoteOrms } from '../support/orm.ts';

/** The same URL with another part. */
function changed(url: string, change: (url: URL) => void): string {
  const copy = new URL(url);
  change(copy);
  return copy.href;
}

/** `DIALECTS` may leave it out; nothing else may. */
const describeServer = wantedDialects().includes('postgresql') ? describe : describe.skip;

describeServer('A connection to a server, on PostgreSQL', () => {
  const orms = new NoteOrms();
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  let url: string;
  let admin: Client;

  before(async function () {
    // A server may have to be fetched and started.
    this.timeout(300_000);
    database = await emptyDatabase('postgresql');
    ({ url } = database);
    await orms.create(url);
    admin = new Client({ connectionString: url });
    await admin.connect();
  });
  after(async () => {
    await admin.end();
    await database.drop();
  });

  const connectionsOf = async (name: string) =>
    (await admin.query('select pid from pg_stat_activity where application_name = $1', [name])).rows as {
      pid: number;
    }[];
  const killAllOf = (name: string) =>
    admin.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = $1', [name]);

  it('pins what the values and the counters depend on, whatever the server says', async () => {
    await admin.query(
      "alter database current set timezone to 'Asia/Kathmandu'".replace('current', new URL(url).pathname.slice(1)),
    );
    await admin.query("alter role current_user set default_transaction_isolation to 'serializable'");
    try {
      const em = emOf(await orms.open(url, { searchPath: 'public, pg_catalog', timeout: 7 }));
      const settings: Record<string, unknown> = {};
      for (const name of [
        'TimeZone',
        'IntervalStyle',
        'DateStyle',
        'transaction_isolation',
        'statement_timeout',
        'search_path',
      ]) {
        Object.assign(settings, (await em.execute(`show ${name}`))[0]);
      }
      expect(settings).to.deep.equal({
        TimeZone: 'UTC',
        IntervalStyle: 'postgres',
        DateStyle: 'ISO, MDY',
        transaction_isolation: 'read committed',
        statement_timeout: '7s',
        search_path: 'public, pg_catalog',
      });
    } finally {
      await admin.query('alter role current_user reset default_transaction_isolation');
    }
  });

  it('gives what the value types read as text', async () => {
    const em = emOf(await orms.open(url));
    expect(
      await em.execute(
        `select timestamptz '2026-02-28 01:02:03.12+05' as t, interval '1 day 2 seconds' as i, '{"b": 1.0}'::json as j, '{"b":1.0}'::jsonb as b, 9007199254740993::int8 as n`,
      ),
    ).to.deep.equal([
      { t: '2026-02-27 20:02:03.12+00', i: '1 day 00:00:02', j: '{"b": 1.0}', b: '{"b": 1.0}', n: '9007199254740993' },
    ]);
  });

  const attempts: readonly (readonly [what: string, attempt: (orm: MikroORM) => Promise<unknown>])[] = [
    ['a query', (orm) => emOf(orm).count(NoteSchema)],
    ['a transaction', (orm) => emOf(orm).transactional((em) => em.count(NoteSchema))],
    [
      'a transaction that writes',
      (orm) => emOf(orm).transactional((em) => em.insert(NoteSchema, { text: `after a kill ${performance.now()}` })),
    ],
  ];
  for (const [what, attempt] of attempts) {
    it(`takes a new one for ${what} when all were killed while nobody used them`, async () => {
      const orm = await orms.open(url, { applicationName: 'killed' });
      await Promise.all([emOf(orm).execute('select pg_sleep(0.02)'), emOf(orm).execute('select pg_sleep(0.02)')]);
      expect((await connectionsOf('killed')).length).to.be.greaterThan(1);
      await killAllOf('killed');
      await attempt(orm);
    });

    it(`takes a new one for ${what} when the news of the end come only after it was sent`, async () => {
      const orm = await orms.open(url, { applicationName: 'killed late', poolSize: 1, maxOverflow: 0 });
      const pool = await (orm.driver.getConnection() as PrefectPostgreSqlConnection).getNativeClient();
      const client = (await pool.connect()) as unknown as { connection: { stream: Socket }; release(): void };
      client.release();
      client.connection.stream.pause();
      await killAllOf('killed late');
      setTimeout(() => client.connection.stream.resume(), 50);
      await attempt(orm);
    });
  }

  it('tells that it was lost in the middle of a transaction, and gives its place back', async () => {
    const orm = await orms.open(url, { applicationName: 'lost', poolSize: 1, maxOverflow: 0, poolTimeout: 1 });
    for (let round = 0; round < 3; round += 1) {
      const losing = emOf(orm).transactional(async (em) => {
        await em.count(NoteSchema);
        await killAllOf('lost');
        await em.count(NoteSchema);
      });
      expect(await failureOf(losing)).to.be.instanceOf(ConnectionException);
    }
    expect(await emOf(orm).count(NoteSchema)).to.be.a('number');
  });

  it('closes what is more than the pool keeps as soon as it is given back', async () => {
    const orm = await orms.open(url, { applicationName: 'overflow', poolSize: 1, maxOverflow: 3 });
    await Promise.all(Array.from({ length: 4 }, () => emOf(orm).execute('select pg_sleep(0.05)')));
    await admin.query('select pg_sleep(0.1)');
    expect(await connectionsOf('overflow')).to.have.length(1);
  });

  it('does not commit in silence what the server has rolled back', async () => {
    const orm = await orms.open(url);
    const swallowing = emOf(orm).transactional(async (em) => {
      await em.insert(NoteSchema, { text: 'lost in silence' });
      await em.execute('select 1 / 0').catch(() => {});
    });
    expect(await failureOf(swallowing)).to.be.instanceOf(TransactionAbortedError);
    expect(await emOf(orm).count(NoteSchema)).to.be.a('number');
  });

  it('keeps prepared statements, prepares them again after a change of the schema, and forgets what is too much', async () => {
    const orm = await orms.open(url, { poolSize: 1, maxOverflow: 0, statementCacheSize: 2 });
    const em = emOf(orm);
    const prepared = async () =>
      (await em.execute('select count(*)::int4 as number from pg_prepared_statements'))[0] as { number: number };
    await admin.query('create table wide (a int)');
    const all = () => em.execute('select * from wide where ? = 1', [1]);
    await admin.query('insert into wide values (1)');
    expect(await all()).to.deep.equal([{ a: 1 }]);
    await admin.query("alter table wide add column b text default 'x'");
    expect(await all()).to.deep.equal([{ a: 1, b: 'x' }]);
    for (let index = 0; index < 5; index += 1) {
      await em.execute(`select ? + ${index}`, [1]);
    }
    expect(await prepared()).to.deep.equal({ number: 2 });
    await em.execute('deallocate all');
    expect(await em.execute('select ? + 4 as sum', [1])).to.deep.equal([{ sum: 5 }]);
    expect(await em.execute('select ? + 4 as sum', [2])).to.deep.equal([{ sum: 6 }]);
  });

  it('keeps none where that was asked for, as a pooler in between needs it', async () => {
    const em = emOf(await orms.open(url, { statementCacheSize: 0 }));
    await em.execute('select ? + 1', [1]);
    expect(await em.execute('select count(*)::int4 as number from pg_prepared_statements')).to.deep.equal([
      { number: 0 },
    ]);
  });

  it('ends a statement that takes too long', async () => {
    const em = emOf(await orms.open(url, { timeout: 0.1 }));
    expect(await failureOf(em.execute('select pg_sleep(5)'))).to.include({ code: '57014' });
  });

  it('cancels a statement that is aborted', async () => {
    const orm = await orms.open(url, { applicationName: 'aborted' });
    const controller = new AbortController();
    setTimeout(() => controller.abort(new DOMException('enough', 'AbortError')), 50);
    const sleeping = emOf(orm).execute('select pg_sleep(10)', [], {
      signal: controller.signal,
      inflightQueryAbortStrategy: 'cancel query',
    });
    expect(await failureOf(sleeping)).to.have.property('name', 'AbortError');
    await admin.query('select pg_sleep(0.1)');
    expect(
      (await admin.query("select 1 from pg_stat_activity where application_name = 'aborted' and state = 'active'"))
        .rows,
    ).to.deep.equal([]);
  });

  it('says what to do about a server that is not there, a wrong password, a missing database and missing TLS', async () => {
    expect(await failureOf(orms.open(changed(url, (other) => (other.port = '1'))))).to.be.instanceOf(
      ServerUnreachableError,
    );
    expect(await failureOf(orms.open(changed(url, (other) => (other.hostname = 'nowhere.invalid'))))).to.be.instanceOf(
      ServerUnreachableError,
    );
    const missing = await failureOf(orms.open(changed(url, (other) => (other.pathname = '/nowhere'))));
    expect(missing).to.be.instanceOf(DatabaseNotFoundError).and.include({ database: 'nowhere' });
    const wrong = await failureOf(orms.open(changed(url, (other) => (other.username = 'nobody_at_all'))));
    expect(wrong).to.be.instanceOf(AuthenticationError).and.include({ user: 'nobody_at_all' });
    expect(await failureOf(orms.open(`${url}?sslmode=verify-full`))).to.be.instanceOf(TlsError);
  });
});
