import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { expect } from 'chai';
import { configurationFor } from '../../test/support/orm.ts';

/** How long a server may take to notice that a client is gone. */
const patienceMilliseconds = 10_000;

/** A database as the next process finds it. */
export interface Afterwards {
  /** A unit of work of its own. */
  readonly em: SqlEntityManager;
  close(): Promise<void>;
}

/**
 * Opens a database that a process has left in any which way, and looks whether the database itself finds it sound.
 *
 * @throws where it does not, or where the dead process still holds something
 */
export async function openAfterwards(url: string): Promise<Afterwards> {
  const configuration = configurationFor(url);
  const orm = await configuration.init();
  const em = orm.em.fork() as SqlEntityManager;
  const close = (): Promise<void> => orm.close();
  try {
    await (configuration.dialect === 'sqlite' ? checkFile(em) : untilAlone(em));
    return { em, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function checkFile(em: SqlEntityManager): Promise<void> {
  expect(await em.execute('pragma integrity_check')).to.deep.equal([{ integrity_check: 'ok' }]);
  expect(await em.execute('pragma foreign_key_check')).to.deep.equal([]);
}

/** The server rolls back for a client once it has noticed that it is gone. */
async function untilAlone(em: SqlEntityManager): Promise<void> {
  const end = performance.now() + patienceMilliseconds;
  for (;;) {
    const others = await em.execute(
      `select pid, state, query from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );
    if (others.length === 0) {
      return;
    }
    if (performance.now() > end) {
      throw new Error(`The server still works for a process that is gone: ${JSON.stringify(others)}`);
    }
    await sleep(20);
  }
}
