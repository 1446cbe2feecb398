import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { expect } from 'chai';
import { removeAtEnd } from '../../support/cleanup.ts';
import { dialectTitles, pathOf } from '../../support/databases/index.ts';
import { wantedDialects } from '../../support/dialects.ts';
import { failureOf } from '../../support/failure.ts';
import { ids, plantRows } from './planted.ts';
import { copy, databasesOfSuite, directions, rows, run, stored } from './support.ts';

/** A row that only the target has. */
const stray = '77777777-7777-4777-8777-777777777777';

for (const { from, to } of directions()) {
  describe(`A copy from ${dialectTitles[from]} that goes on, on ${dialectTitles[to]}`, function () {
    this.timeout(60_000);
    const databases = databasesOfSuite();
    let source: string;
    let target: string;

    beforeEach(async () => {
      source = await databases.migrated(from);
      target = await databases.empty(to);
      await plantRows(source);
    });

    /** Stops a copy when so many rows are in. */
    async function breakOff(written: number): Promise<void> {
      const stop = new AbortController();
      const error = await failureOf(
        copy(source, target, {
          signal: stop.signal,
          onProgress: ({ phase, done }) => {
            if (phase === 'copy' && done >= written) {
              stop.abort();
            }
          },
        }),
      );
      expect(error['code'], error.message).to.equal('COPY_INTERRUPTED');
      expect(error.message).to.contain('--resume');
    }

    async function expectCopied(): Promise<void> {
      const { differing } = await copy(source, target, { resume: true });
      expect(differing).to.deep.equal([]);
      const reference = await databases.empty(to);
      await copy(source, reference);
      expect(await stored(target)).to.deep.equal(await stored(reference));
    }

    it('has kept what was copied, and completes it', async () => {
      await breakOff(20);
      expect(await rows(target, 'select source from prefect_orm_copy')).to.have.length(1);
      await expectCopied();
    });

    it('is refused without being asked to', async () => {
      await breakOff(20);
      const error = await failureOf(copy(source, target));
      expect(error).to.include({ code: 'TARGET_NOT_EMPTY', unfinished: true });
    });

    it('copies again what has changed in the source, and removes what has gone from it', async () => {
      await breakOff(30);
      await run(
        source,
        "update flow set name = 'renamed' where name = (select min(name) from flow)",
        `delete from task_run where id = '${ids.taskRun}'`,
        `update flow_run set parent_task_run_id = NULL, state_id = NULL where id = '${ids.child}'`,
      );
      await expectCopied();
    });

    it('repairs what differs in a target that was copied before', async () => {
      await copy(source, target);
      await run(
        target,
        `update flow_run set name = 'changed', state_id = NULL where id = '${ids.flowRun}'`,
        'delete from log',
        `update work_pool set default_queue_id = NULL`,
      );
      await expectCopied();
    });

    it('lets two rows change their names', async () => {
      await run(source, 'delete from variable');
      await run(source, variable(ids.flowRun, 'one'), variable(ids.taskRun, 'other'));
      await copy(source, target);
      await run(target, 'delete from variable');
      await run(target, variable(ids.flowRun, 'other'), variable(ids.taskRun, 'one'));
      await expectCopied();
    });

    it('leaves a target alone that has rows of its own', async () => {
      await copy(source, target);
      await run(target, variable(stray, 'a row of the target'));
      const before = await stored(target);
      const error = await failureOf(copy(source, target, { resume: true }));
      expect(error['code'], error.message).to.equal('FOREIGN_ROWS');
      expect(error['rows']).to.deep.equal([{ table: 'variable', id: stray }]);
      expect(await stored(target)).to.deep.equal(before);
    });
  });

  describe(`A copy from ${dialectTitles[from]} that is refused, on ${dialectTitles[to]}`, function () {
    this.timeout(60_000);
    const databases = databasesOfSuite();

    it('finds rows in the target', async () => {
      const [source, target] = [await databases.migrated(from), await databases.migrated(to)];
      await run(target, variable(stray, 'a row of the target'));
      const before = await stored(target);
      const error = await failureOf(copy(source, target));
      expect(error['code'], error.message).to.equal('TARGET_NOT_EMPTY');
      expect(error['tables']).to.deep.equal(['variable']);
      expect(await stored(target)).to.deep.equal(before);
    });

    it('was stopped while it only read', async () => {
      const [source, target] = [await databases.migrated(from), await databases.empty(to)];
      await plantRows(source);
      const error = await failureOf(copy(source, target, { signal: AbortSignal.abort() }));
      expect(error).to.include({ code: 'COPY_INTERRUPTED', begun: false });
      if (to === 'sqlite') {
        expect(existsSync(pathOf({ url: target }))).to.equal(false);
      }
    });
  });
}

for (const to of wantedDialects()) {
  describe(`A copy of an SQLite file that nobody seemed to write, on ${dialectTitles[to]}`, function () {
    this.timeout(60_000);
    const databases = databasesOfSuite();

    it('does not pass when somebody has written to it meanwhile, and is completed afterwards', async () => {
      const [source, target] = [await databases.migrated('sqlite'), await databases.empty(to)];
      await plantRows(source);
      let written: Promise<void> | undefined;
      const error = await failureOf(
        copy(source, target, {
          onProgress: ({ phase }) => {
            written ??= phase === 'copy' ? run(source, variable(stray, 'written meanwhile')) : undefined;
          },
        }),
      );
      await written;
      expect(error['code'], error.message).to.equal('SOURCE_CHANGED');
      const { differing } = await copy(source, target, { resume: true });
      expect(differing).to.deep.equal([]);
      expect(await rows(target, `select name from variable where name = 'written meanwhile'`)).to.have.length(1);
    });
  });
}

for (const { from } of directions().filter(({ from: one, to: other }) => one === other)) {
  describe(`One database as source and target, on ${dialectTitles[from]}`, function () {
    this.timeout(60_000);
    const databases = databasesOfSuite();

    it('is refused', async () => {
      const database = await databases.migrated(from);
      for (const options of [{}, { resume: true }]) {
        const error = await failureOf(copy(database, database, options));
        expect(error['code'], error.message).to.equal('SAME_DATABASE');
      }
    });

    it('is refused under another name', async () => {
      const database = await databases.migrated(from);
      const other =
        from === 'sqlite' ? await linkTo(pathOf({ url: database })) : database.replace('127.0.0.1', 'localhost');
      const error = await failureOf(copy(database, other));
      expect(error['code'], error.message).to.equal('SAME_DATABASE');
    });
  });
}

function variable(id: string, name: string): string {
  const moment = "'2026-01-01 00:00:00.000000'";
  return `insert into variable (id, created, updated, name, value, tags) values ('${id}', ${moment}, ${moment}, '${name}', '1', '[]')`;
}

async function linkTo(path: string): Promise<string> {
  await symlink(path, `${path}.link`);
  removeAtEnd(`${path}.link`);
  return `${path}.link`;
}
