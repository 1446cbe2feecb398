import type { SqlEntityManager } from '@mikro-orm/sql';
import { expect } from 'chai';
import { differingTables, digestOf } from '../../scripts/check-databases/digest.ts';
import { databaseState, migrationDialectOf } from '../../src/migrations/index.ts';
import { type Database, type Dialect, dialects } from '../../test/support/databases/index.ts';
import { openAfterwards } from '../support/afterwards.ts';
import { isThere } from '../support/is-there.ts';
import { TimedCommand } from './command.ts';
import { type CopySize, CopySource } from './copy-source.ts';
import type { Access, Attempt, Blow, Job, Outcome, PreparedJob } from './job.ts';

/** Where a copy notes that it is not finished. */
const note = 'prefect_orm_copy';

/** Enough for a copy to commit several times on its way. */
export const long: CopySize = { flowRuns: 200, logs: 8000 };

export const short: CopySize = { flowRuns: 50, logs: 3000 };

/** `prefect-orm copy` makes a copy that says the same, in transactions of which each is there or not. */
export function copy(from: 'the same kind' | 'the other kind', size: CopySize): Job {
  return {
    title: `a copy from a database of ${from}`,

    async prepare(context) {
      const dialect = from === 'the same kind' ? context.dialect : otherThan(context.dialect);
      const source = await CopySource.fill((await context.migratedDatabase(dialect)).url, size);
      const command = new TimedCommand();
      const prepared = new PreparedCopy(source, command, dialect === context.dialect);
      // opens both, and is refused
      const start = ['copy', source.url, source.url];
      await command.measure(start, async () => (await prepared.attempt(await context.emptyDatabase())).finish());
      return prepared;
    },
  };
}

function otherThan(dialect: Dialect): Dialect {
  return dialects.find((each) => each !== dialect)!;
}

class PreparedCopy implements PreparedJob {
  readonly #source: CopySource;
  readonly #command: TimedCommand;
  readonly #sameKind: boolean;

  constructor(source: CopySource, command: TimedCommand, sameKind: boolean) {
    this.#source = source;
    this.#command = command;
    this.#sameKind = sameKind;
  }

  async attempt({ url }: Pick<Database, 'url'>): Promise<Attempt> {
    return new CopyAttempt(this.#source, url, this.#command, this.#sameKind ? 'raw' : 'logical');
  }
}

class CopyAttempt implements Attempt {
  readonly urls: readonly string[];
  readonly #source: CopySource;
  readonly #target: string;
  readonly #command: TimedCommand;
  readonly #kind: 'raw' | 'logical';
  #runs = 0;

  constructor(source: CopySource, target: string, command: TimedCommand, kind: 'raw' | 'logical') {
    this.urls = [source.url, target];
    this.#source = source;
    this.#target = target;
    this.#command = command;
    this.#kind = kind;
  }

  async run(blow?: Blow, { url }: Access = { url: this.#target }): Promise<Outcome> {
    const resuming = this.#runs > 0 ? ['--resume'] : [];
    this.#runs += 1;
    return this.#command.run(['copy', ...resuming, this.#source.url, url], blow);
  }

  async look(): Promise<string> {
    await this.#source.checkUntouched();
    if (!isThere(this.#target)) {
      return 'no file';
    }
    const { em, close } = await openAfterwards(this.#target);
    try {
      return await this.#lookAt(em);
    } finally {
      await close();
    }
  }

  async finish(access?: Access): Promise<void> {
    expect(await this.run(undefined, access)).to.include({ end: 'done' });
    expect(await this.look()).to.equal('a whole copy');
    expect(differingTables(this.#source.digest, await digestOf(this.#target), this.#kind)).to.deep.equal([]);
  }

  async #lookAt(em: SqlEntityManager): Promise<string> {
    const { tables } = await databaseState(em.getConnection(), migrationDialectOf(em.getPlatform()));
    if (tables.length === 0) {
      return 'no table';
    }
    const rows = await countRows(em, tables);
    if (!tables.includes(note)) {
      // the note goes with the last transaction, and comes with the first
      expect(rows).to.be.oneOf([0, this.#source.rows]);
      return rows === 0 ? 'tables without rows' : 'a whole copy';
    }
    const [noted] = await em.execute<{ copied_rows: number | string }[]>(`select copied_rows from ${note}`);
    if (this.#runs === 1) {
      // it is written in one transaction with the rows that it counts
      expect(Number(noted?.copied_rows), 'the rows that are noted').to.equal(rows);
    }
    return rows === this.#source.rows ? 'all rows, and the note' : 'a part of the rows, and the note';
  }
}

async function countRows(em: SqlEntityManager, tables: readonly string[]): Promise<number> {
  let sum = 0;
  for (const table of tables.filter((each) => each !== note)) {
    const [row] = await em.execute<{ count: number | string }[]>(`select count(*) as count from "${table}"`);
    sum += Number(row?.count);
  }
  return sum;
}
