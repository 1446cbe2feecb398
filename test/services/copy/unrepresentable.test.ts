import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { type Dialect, pathOf } from '../../support/databases/index.ts';
import { wantedDialects } from '../../support/dialects.ts';
import { failureOf } from '../../support/failure.ts';
import { ids, plantRows } from './planted.ts';
import { copy, databasesOfSuite, directions, rows, run, stored } from './support.ts';

/** A value that one database holds and the other does not: where it is planted, as SQL, and what is said of it. */
type Planted = readonly [column: `${string}.${string}`, sql: string, reason: string | RegExp];

const onlyInSqlite: readonly Planted[] = [
  ['log.message', "'a' || char(0) || 'b'", 'a NUL character'],
  ['log.name', "cast(x'ff' as text)", 'bytes that are not UTF-8'],
  ['log.level', '32768', 'an integer out of range, which is -32768 to 32767'],
  ['work_queue.priority', '-2147483649', 'an integer out of range, which is -2147483648 to 2147483647'],
  ['worker.heartbeat_interval_seconds', "'soon'", 'text in place of an integer'],
  ['flow.name', "x'00ff'", 'bytes in place of text'],
  ['variable.value', `'{"a": "\\u0000"}'`, 'a NUL character in JSON'],
  ['saved_search.filters', `'["\\ud83d", "\\ude00"]'`, 'half of a surrogate pair in JSON'],
  ['flow.labels', `'{"huge": 1e131072}'`, 'a number in JSON with too many digits'],
  ['configuration.value', '\'{"a":\'', 'text that is not JSON'],
  ['artifact.data', "'[NaN]'", 'NaN or an infinity in JSON'],
  ['artifact_collection.data', '9e999', 'a number that JSON has no form for'],
  ['flow_run_state.type', "'DREAMING'", 'a word that is not in state_type'],
  ['task_run.flow_run_run_count', '0.5', 'a number in place of an integer'],
  ['deployment.paused', '2', 'a number in place of true or false'],
  ['flow_run_input.created', "'2026-02-30 00:00:00.000000'", /not a timestamp/],
  ['csrf_token.expiration', "'2026-01-01 00:00:00.0000001'", 'a time finer than a microsecond'],
  ['task_run.total_run_time', '5', 'a number in place of text'],
  ['log.task_run_id', "'somewhere'", /not a UUID/],
  ['variable.name', 'hex(randomblob(1400))', 'a text too long for an index'],
  ['artifact.key', 'hex(randomblob(1350))', 'a text too long for an index'],
  ['deployment.pull_steps', nested(1001), 'JSON that is nested deeper than 1000 levels'],
];

/** Values that look as if they could not be copied, and can. */
const nearly: readonly (readonly [column: `${string}.${string}`, sql: string])[] = [
  // the server packs it
  ['variable.name', "replace(hex(zeroblob(10000)), '00', 'word ')"],
  ['variable.name', 'hex(randomblob(1300))'],
  ['deployment.pull_steps', nested(1000)],
];

const onlyInPostgresql: readonly Planted[] = [
  ['log.timestamp', "'10000-01-01 00:00:00+00'", /not a timestamp/],
  ['csrf_token.expiration', "'0044-03-15 00:00:00+00 BC'", /not a timestamp/],
  ['flow_run.total_run_time', "'1 mon'", 'a duration with months or years, whose length is not known'],
  ['task_run.total_run_time', "'3000000 days'", /longer than the database can hold/],
  ['concurrency_limit_v2.slot_decay_per_second', "'NaN'", 'NaN, which is NULL to SQLite'],
];

/** SQL for a document of lists in lists. */
function nested(levels: number): string {
  const repeated = (bracket: string) => `replace(hex(zeroblob(${levels})), '00', '${bracket}')`;
  return `${repeated('[')} || ${repeated(']')}`;
}

const plantedIn: Readonly<Record<Dialect, readonly Planted[]>> = {
  sqlite: onlyInSqlite,
  postgresql: onlyInPostgresql,
};

for (const from of wantedDialects()) {
  const to: Dialect = from === 'sqlite' ? 'postgresql' : 'sqlite';
  describe(`What ${to === 'sqlite' ? 'SQLite' : 'PostgreSQL'} cannot hold`, function () {
    this.timeout(60_000);
    const databases = databasesOfSuite();

    for (const [place, sql, reason] of plantedIn[from]) {
      it(`is found in ${place}: ${sql}`, async () => {
        const [source, target] = [await databases.migrated(from), await databases.empty(to)];
        await plantRows(source);
        const { table, column, id } = await plant(source, place, sql);
        const error = await failureOf(copy(source, target));
        expect(error['code'], error.message).to.equal('UNREPRESENTABLE_ROWS');
        const [value, ...others] = error['values'] as { reason: string }[];
        expect(others).to.deep.equal([]);
        expect(value).to.include({ table, column, id });
        expect(value!.reason).to.match(reason instanceof RegExp ? reason : new RegExp(`^${reason}$`));
        await expectUntouched(target);
      });
    }

    it('is left out when that is asked for, and all the rest is copied', async () => {
      const [source, target] = [await databases.migrated(from), await databases.empty(to)];
      await plantRows(source);
      const places = new Map(plantedIn[from].map(([place, sql]) => [place, sql]));
      const planted = [];
      for (const [place, sql] of places) {
        planted.push(await plant(source, place, sql));
      }
      const before = await stored(source);
      const { leftOut, tables, differing } = await copy(source, target, { skipUnrepresentable: true });
      expect(differing).to.deep.equal([]);
      const names = leftOut.map(({ table, id }) => ({ table, id }));
      expect(names).to.include.deep.members(planted.map(({ table, id }) => ({ table, id })));
      const after = await stored(target);
      for (const { table, rows: copied, leftOut: left } of tables) {
        expect(copied, table)
          .to.equal(before[table]!.length - left)
          .and.to.equal(after[table]!.length);
        expect(left, table).to.equal(new Set(names.filter((name) => name.table === table).map(({ id }) => id)).size);
      }
    });
  });
}

/** Puts a value into the first row of a table. */
async function plant(
  source: string,
  place: string,
  sql: string,
): Promise<{ table: string; column: string; id: string }> {
  const [table, column] = place.split('.') as [string, string];
  const [row] = await rows(source, `select id from ${table} order by id limit 1`);
  await run(source, `update ${table} set ${column} = ${sql} where id = '${row!['id']}'`);
  return { table, column, id: row!['id']! };
}

if (directions().some(({ from, to }) => from === 'sqlite' && to === 'postgresql')) {
  describe('What PostgreSQL can hold, on SQLite and PostgreSQL', function () {
    this.timeout(60_000);
    const databases = databasesOfSuite();

    for (const [place, sql] of nearly) {
      it(`is copied from ${place}: ${sql}`, async () => {
        const [source, target] = [await databases.migrated('sqlite'), await databases.empty('postgresql')];
        await plantRows(source);
        await plant(source, place, sql);
        const { differing } = await copy(source, target);
        expect(differing).to.deep.equal([]);
      });
    }

    it('is not one moment of a run in two spellings', async () => {
      const [source, target] = [await databases.migrated('sqlite'), await databases.empty('postgresql')];
      await plantRows(source);
      await run(
        source,
        `delete from flow_run_state where id not in (select id from flow_run_state order by id = '${ids.flowRunState}' desc limit 2)`,
        `update flow_run set state_id = null where state_id <> '${ids.flowRunState}'`,
        `update flow_run_state set flow_run_id = '${ids.flowRun}', timestamp = '2026-01-01 00:00:00.5' where id <> '${ids.flowRunState}'`,
        `update flow_run_state set timestamp = '2026-01-01 00:00:00.500000' where id = '${ids.flowRunState}'`,
      );
      const error = await failureOf(copy(source, target));
      expect(error['code'], error.message).to.equal('UNREPRESENTABLE_ROWS');
      const [twin, ...others] = error['values'] as { reason: string }[];
      expect(others).to.deep.equal([]);
      expect(twin).to.include({
        table: 'flow_run_state',
        column: 'timestamp',
        reason: `another spelling of what flow_run_state ${ids.flowRunState} has, where flow_run_id, timestamp must differ`,
      });
      await expectUntouched(target);
    });

    it('is nothing where it keeps text in another encoding', async () => {
      const source = await databases.migrated('sqlite');
      const beside = new URL(await databases.empty('postgresql'));
      const latin = new URL(beside);
      latin.pathname += '_latin1';
      const name = latin.pathname.slice(1);
      await run(
        beside.href,
        `create database ${name} template template0 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'`,
      );
      try {
        await plantRows(source);
        const error = await failureOf(copy(source, latin.href));
        expect(error).to.include({ code: 'UNSUPPORTED_ENCODING', encoding: 'LATIN1' });
        await expectUntouched(latin.href);
      } finally {
        await run(beside.href, `drop database ${name} with (force)`);
      }
    });
  });
}

/** Nothing may have been written, not even the tables. */
async function expectUntouched(url: string): Promise<void> {
  if (url.startsWith('sqlite')) {
    expect(existsSync(pathOf({ url }))).to.equal(false);
  } else {
    expect(await rows(url, "select 1 from pg_tables where schemaname = 'public'")).to.deep.equal([]);
  }
}

for (const to of wantedDialects()) {
  describe(`Rows that SQLite has and cannot be copied, on ${to === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`, function () {
    this.timeout(60_000);
    const databases = databasesOfSuite();
    const nowhere = '99999999-9999-4999-8999-999999999999';

    async function sourceWithDangling(): Promise<string> {
      const source = await databases.migrated('sqlite');
      await plantRows(source);
      await run(source, `update work_queue set work_pool_id = '${nowhere}' where id = '${ids.workQueue}'`);
      return source;
    }

    it('are those that point at a row which is not there', async () => {
      const target = await databases.empty(to);
      const error = await failureOf(copy(await sourceWithDangling(), target));
      expect(error['code'], error.message).to.equal('UNREPRESENTABLE_ROWS');
      expect(error['values']).to.deep.equal([
        {
          table: 'work_queue',
          id: ids.workQueue,
          column: 'work_pool_id',
          reason: `it points at work_pool ${nowhere}, which is not there`,
        },
      ]);
      await expectUntouched(target);
    });

    it('are left out when that is asked for, with what points at them', async () => {
      const target = await databases.empty(to);
      const { leftOut, tables, differing } = await copy(await sourceWithDangling(), target, {
        skipUnrepresentable: true,
      });
      expect(differing).to.deep.equal([]);
      expect(leftOut.map(({ table, id, column }) => [table, id, column])).to.deep.equal([
        ['work_queue', ids.workQueue, 'work_pool_id'],
        ['work_pool', ids.workPool, 'default_queue_id'],
      ]);
      expect(tables.filter((table) => table.leftOut > 0).map(({ table }) => table)).to.have.members([
        'work_queue',
        'work_pool',
      ]);
      expect(await rows(target, `select id from work_pool where id = '${ids.workPool}'`)).to.deep.equal([]);
      expect(await rows(target, 'select count(*) = 1 as one from flow_run_input')).to.have.length(1);
    });

    it('are those with text that is not UTF-8, be it the id', async () => {
      const [source, target] = [await databases.migrated('sqlite'), await databases.empty(to)];
      await plantRows(source);
      await run(
        source,
        "update log set message = cast(x'61ff' as text)",
        "update variable set id = cast(x'ff' as text)",
      );
      const error = await failureOf(copy(source, target));
      expect(error['code'], error.message).to.equal('UNREPRESENTABLE_ROWS');
      const broken = (error['values'] as { table: string; column: string; reason: string }[]).filter(
        ({ reason }) => reason === 'bytes that are not UTF-8',
      );
      expect(broken.map(({ table, column }) => `${table}.${column}`)).to.have.members(['log.message', 'variable.id']);
      await expectUntouched(target);
    });

    it('take a whole life along', async () => {
      const source = await databases.migrated('sqlite');
      const target = await databases.empty(to);
      await plantRows(source);
      await run(source, `update flow_run set flow_id = '${nowhere}' where id = '${ids.flowRun}'`);
      const { leftOut, differing } = await copy(source, target, { skipUnrepresentable: true });
      expect(differing).to.deep.equal([]);
      expect([...new Set(leftOut.map(({ id }) => id))]).to.have.members([
        ids.flowRun,
        ids.flowRunState,
        ids.taskRun,
        ids.child,
      ]);
      const left = await rows(target, `select id from flow_run where id in ('${ids.flowRun}', '${ids.child}')`);
      expect(left).to.deep.equal([]);
    });
  });
}
