import { expect } from 'chai';
import { dialectTitles } from '../../support/databases/index.ts';
import { ids, plantHardValues, plantRows } from './planted.ts';
import { copy, databasesOfSuite, directions, rows, stored } from './support.ts';

for (const { from, to } of directions()) {
  describe(`A copy from ${dialectTitles[from]}, on ${dialectTitles[to]}`, function () {
    this.timeout(60_000);
    const databases = databasesOfSuite();
    let source: string;
    let target: string;

    before(async () => {
      source = await databases.migrated(from);
      target = await databases.empty(to);
      await plantRows(source);
      await plantHardValues(source);
    });

    it('verifies every table', async () => {
      const { digest, tables, differing, leftOut } = await copy(source, target);
      expect(digest).to.equal(from === to ? 'raw' : 'logical');
      expect(differing).to.deep.equal([]);
      expect(leftOut).to.deep.equal([]);
      expect(tables).to.have.length(35);
      expect(tables.filter((table) => table.rows === 0)).to.deep.equal([]);
    });

    it('has every row with every column', async () => {
      const [before, after] = [await stored(source), await stored(target)];
      expect(Object.keys(after).toSorted()).to.deep.equal(Object.keys(before).toSorted());
      if (from !== to) {
        const counted = (tables: typeof before) =>
          Object.entries(tables).map(([table, all]) => [table, all.length] as const);
        expect(counted(after)).to.have.deep.members(counted(before));
        return;
      }
      for (const [table, all] of Object.entries(before)) {
        const expected = from === 'sqlite' ? all.map(withoutFaultyZero).toSorted() : all;
        expect(after[table], table).to.deep.equal(expected);
      }
    });

    it('leaves nothing of its own in the target', async () => {
      expect(Object.keys(await stored(target))).to.not.include('prefect_orm_copy');
    });

    it('closes the circles of foreign keys', async () => {
      expect(await rows(target, `select state_id from flow_run where id = '${ids.flowRun}'`)).to.deep.equal([
        { state_id: ids.flowRunState },
      ]);
      expect(await rows(target, `select parent_task_run_id from flow_run where id = '${ids.child}'`)).to.deep.equal([
        { parent_task_run_id: ids.taskRun },
      ]);
      expect(await rows(target, `select default_queue_id from work_pool where id = '${ids.workPool}'`)).to.deep.equal([
        { default_queue_id: ids.workQueue },
      ]);
    });

    it('says the same in the words of the target', async () => {
      expect(await hardValues(target)).to.deep.equal(expectedHardValues[`${from} to ${to}`]);
    });

    it('touches no timestamp', async () => {
      const moment = to === 'sqlite' ? '2020-02-29 23:59:59.000001' : '2020-02-29 23:59:59.000001+00';
      const updated = to === 'sqlite' ? 'updated' : 'updated::text as updated';
      expect(await rows(target, `select distinct ${updated} from flow_run`)).to.deep.equal([{ updated: moment }]);
    });

    it('keeps both kinds of null apart', async () => {
      const text = (column: string) => (to === 'sqlite' ? column : `${column}::text as ${column}`);
      expect(
        await rows(target, `select ${text('data')} from flow_run_state where id = '${ids.flowRunState}'`),
      ).to.deep.equal([{ data: 'null' }]);
      expect(await rows(target, `select ${text('data')}, ${text('metadata_')} from artifact`)).to.deep.equal([
        { data: 'null', metadata_: null },
      ]);
    });

    it('adds nothing to documents', async () => {
      const details = to === 'sqlite' ? 'state_details' : 'state_details::text as state_details';
      expect(await rows(target, `select distinct ${details} from flow_run_state`)).to.deep.equal([
        { state_details: '{"later": {"key": 1}}' },
      ]);
    });
  });
}

/** What became of the values that {@link plantHardValues} has planted, as the target prints them. */
async function hardValues(url: string): Promise<(string | null)[]> {
  const found = [];
  for (const [column, table, where] of [
    ['parameters', 'flow_run', `id = '${ids.child}'`],
    ['start_time', 'flow_run', `id = '${ids.child}'`],
    ['end_time', 'flow_run', `id = '${ids.child}'`],
    ['total_run_time', 'flow_run', `id = '${ids.flowRun}'`],
    ['total_run_time', 'task_run', `id = '${ids.taskRun}'`],
    ['data', 'flow_run_state', `id <> '${ids.flowRunState}'`],
    ['data', 'artifact_collection', 'true'],
    ['metadata_', 'artifact_collection', 'true'],
  ]) {
    const [row] = await rows(url, `select cast(${column} as text) as value from ${table} where ${where}`);
    found.push(row!['value'] ?? null);
  }
  return found;
}

const spelled = '{ "spelled" :  1 }';

const expectedHardValues: Readonly<Record<string, readonly string[]>> = {
  'sqlite to sqlite': [
    '{"1": 1.0, "a": [1e3, 12345678901234567890123, null, true, "\\u00e9\\u2028"], "": {}}',
    '0001-01-01 00:00:00',
    '9999-12-31 23:59:59.999999',
    '1970-01-02 02:03:04.000005',
    '1970-01-01 00:00:00.000000',
    '1.5',
    '0',
    spelled,
  ],
  // asyncpg, the reference's driver, has the first and the last moment of Python as the infinities
  'sqlite to postgresql': [
    '{"": {}, "1": 1.0, "a": [1000, 12345678901234567890123, null, true, "é\u2028"]}',
    '-infinity',
    'infinity',
    '1 day 02:03:04.000005',
    '00:00:00',
    '1.5',
    '0',
    spelled,
  ],
  // as Python's json.dumps writes what jsonb keeps
  'postgresql to sqlite': [
    '{"": {}, "1": 1.0, "a": [1000, 12345678901234567890123, null, true, "\\u00e9\\u2028"]}',
    '0001-01-01 00:00:00.000000',
    '9999-12-31 23:59:59.999999',
    '1970-01-02 02:03:04.000005',
    '1969-12-31 23:59:58.500000',
    '1.5',
    '0',
    spelled,
  ],
  'postgresql to postgresql': [
    '{"": {}, "1": 1.0, "a": [1000, 12345678901234567890123, null, true, "é\u2028"]}',
    '0001-01-01 00:00:00+00',
    '9999-12-31 23:59:59.999999+00',
    '26:03:04.000005',
    '-00:00:01.5',
    '1.50',
    '-0.0',
    spelled,
  ],
};

/** The zero that Prefect cannot read in the form in which it stores zero. */
function withoutFaultyZero(row: string): string {
  return row.replace('["total_run_time","integer:0"]', `["total_run_time","text:'1970-01-01 00:00:00.000000'"]`);
}
