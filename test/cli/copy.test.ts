import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'chai';
import { copyMeter, spelledProgress } from '../../src/cli/copy/progress.ts';
import { emptyDatabase, migratedDatabase } from '../support/databases/index.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { failureOf } from '../support/failure.ts';
import { plantLogs, plantRows } from '../services/copy/planted.ts';
import { copy, rows, run as execute, stored } from '../services/copy/support.ts';
import { type Outcome, run, runStandingStill, start, temporaryFolder } from './prefect-orm.ts';

describe('The command copy', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let source: string;

  before(async () => {
    const database = await migratedDatabase('sqlite');
    after(() => database.drop());
    source = database.url;
    await plantRows(source);
  });

  it('prints each table with its digest in 80 columns, and that all are equal', async () => {
    const { code, stdout, stderr } = await run(folder(), ['copy', source, 'copied.db']);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/^ {2}flow_run_state +2 {2}[0-9a-f]{16} {2}equal$/m);
    expect(stdout).to.match(/^Verified: the raw digests of source and target are equal in all 35 tables\.$/m);
    expect(stdout.split('\n').filter((line) => line.length > 80)).to.deep.equal([]);
  });

  it('prints a document', async () => {
    const { code, stdout } = await run(folder(), ['copy', '--json', source, 'documented.db']);
    const { error, tables, differing } = JSON.parse(stdout) as Record<string, unknown[]>;
    expect({ code, error, differing }).to.deep.equal({ code: 0, error: null, differing: [] });
    expect(tables).to.have.length(35);
  });

  it('lists what it refuses, with exit code 3', async () => {
    const database = await migratedDatabase('sqlite');
    after(() => database.drop());
    await plantRows(database.url);
    await execute(database.url, "update flow_run set work_queue_id = '99999999-9999-4999-8999-999999999999'");
    const { code, stdout, stderr } = await run(folder(), ['copy', database.url, 'refused.db']);
    expect({ code, stdout }).to.deep.equal({ code: 3, stdout: '' });
    expect(stderr).to.match(/^ {2}flow_run [0-9a-f-]{36} work_queue_id: it points at work_queue 9+/m);
    expect(stderr).to.contain('[UNREPRESENTABLE_ROWS]');
  });

  it('stops between two batches when it is interrupted, and says how to go on', async () => {
    const database = await migratedDatabase('sqlite');
    after(() => database.drop());
    await plantLogs(database.url, 20_000);
    const child = start(folder(), ['copy', database.url, 'stopped.db']);
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const target = `sqlite:///${join(folder(), 'stopped.db')}`;
    await until(async () => (await rows(target, 'select 1 from log limit 1')).length > 0);
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number | null];
    expect(stderr).to.contain('--resume');
    expect(code).to.equal(130);
    const resumed = await run(folder(), ['copy', '--resume', database.url, 'stopped.db']);
    expect(resumed.code, resumed.stderr).to.equal(0);
    expect(await stored(target)).to.deep.equal(await stored(database.url));
  });
});

describeEachDialect('A copy that is killed', function (db) {
  const folder = temporaryFolder();

  it('is completed by --resume', async function () {
    this.timeout(120_000);
    const source = await migratedDatabase('sqlite');
    const target = await emptyDatabase(db.dialect);
    after(() => Promise.all([source.drop(), target.drop()]));
    await plantRows(source.url);
    await plantLogs(source.url, 20_000);
    const child = start(folder(), ['copy', source.url, target.url]);
    await until(async () => (await rows(target.url, 'select 1 from log limit 1')).length > 0);
    child.kill('SIGKILL');
    await once(child, 'close');
    const { code, stderr } = await run(folder(), ['copy', '--resume', source.url, target.url]);
    expect(code, stderr).to.equal(0);
    const [original, copied] = [await stored(source.url), await stored(target.url)];
    expect(copied['log']).to.have.length(20_001);
    expect(Object.keys(copied).toSorted()).to.deep.equal(Object.keys(original).toSorted());
  });
});

describeEachDialect('A copy beside which another process goes on', function (db) {
  const folder = temporaryFolder();

  it('stops as soon as it hears of it, and leaves all to the other', async function () {
    this.timeout(120_000);
    const source = await migratedDatabase('sqlite');
    const target = await emptyDatabase(db.dialect);
    after(() => Promise.all([source.drop(), target.drop()]));
    await plantRows(source.url);
    let other: Outcome | undefined;
    const error = await failureOf(
      copy(source.url, target.url, {
        onProgress({ phase }) {
          if (phase === 'copy') {
            other ??= runStandingStill(folder(), ['copy', '--resume', source.url, target.url]);
          }
        },
      }),
    );
    expect(other?.code, other?.stderr).to.equal(0);
    expect(error['code'], error.message).to.equal('COPY_SUPERSEDED');
    const { differing } = await copy(source.url, target.url, { resume: true });
    expect(differing).to.deep.equal([]);
  });
});

describe('The progress of a copy', () => {
  it('tells rows, rate and time left', () => {
    expect(spelledProgress({ phase: 'copy', done: 120_000, total: 480_000 }, 3)).to.equal(
      'Copying 120,000 of 480,000 rows, 40,000 rows/s, 9 s left',
    );
  });

  it('says nothing of a rate that it does not know yet', () => {
    expect(spelledProgress({ phase: 'check', done: 0, total: 10 }, 0)).to.equal('Checking 0 of 10 rows');
  });

  it('is a line that is written over on a terminal', () => {
    const written: string[] = [];
    const terminal = { isTTY: true, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
    const meter = copyMeter(terminal, () => 1000);
    meter.show({ phase: 'copy', done: 5, total: 10 });
    meter.clear();
    expect(written).to.deep.equal(['\r\u001b[KCopying 5 of 10 rows', '\r\u001b[K']);
  });
});

/** Waits until a condition holds; while the database is not there yet, it does not. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition().catch(() => false))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
