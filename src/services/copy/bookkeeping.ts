import { TableNotFoundException } from '@mikro-orm/core';
import { newId } from '../../domain/index.ts';
import { CopySupersededError } from './errors.ts';
import type { Side } from './side.ts';

const table = 'prefect_orm_copy';

// in milliseconds: they grow with the indexes, of which each one writes many pages again
const [shortestTransaction, longestTransaction] = [100, 1000];

/** What a target says of a copy that was begun and not finished. */
export interface UnfinishedCopy {
  /** Where it came from, without a password. */
  readonly source: string;
}

/** What is known of an unfinished copy into a target; undefined where there is none. */
export async function unfinishedCopy(target: Side): Promise<UnfinishedCopy | undefined> {
  if (!(await target.hasTable(table))) {
    return undefined;
  }
  const [row] = await target.query(`select source from ${table}`);
  return { source: String(row?.['source'] ?? '') };
}

/**
 * The note in the target that a copy is going on: a table of its own, written with every batch. Whoever takes it over has a token of
 * its own, so that of two copies the older one stops.
 */
export class Bookkeeping {
  readonly #target: Side;
  readonly #token = newId();
  #begin = 0;
  #duration = shortestTransaction;

  constructor(target: Side) {
    this.#target = target;
  }

  /** Notes that the copy begins, or goes on. */
  async begin(source: string): Promise<void> {
    await this.#target.begin();
    await this.#target.run(
      `create table if not exists ${table} (token varchar(36) not null primary key, source varchar not null, copied_rows bigint not null)`,
    );
    await this.#target.run(`delete from ${table}`);
    await this.#target.run(`insert into ${table} (token, source, copied_rows) values (?, ?, 0)`, [this.#token, source]);
    await this.#target.commit();
  }

  /**
   * Does `work`, together with the note that it was done. What it writes is there for good after the next {@link commit}; on the way that
   * happens once a second, and more often at first, since a commit for each batch would write the same pages of the indexes again and
   * again.
   *
   * @param rows how many rows `work` copies
   * @throws {@link CopySupersededError} when another copy has taken over
   */
  async noting(rows: number, work: () => Promise<unknown>): Promise<void> {
    if (!this.#target.inTransaction) {
      await this.#target.begin();
      this.#begin = performance.now();
    }
    // first, so that of two copies one waits for the other
    await this.#note(rows);
    await work();
    if (performance.now() - this.#begin > this.#duration) {
      this.#duration = Math.min(longestTransaction, 2 * this.#duration);
      await this.commit();
    }
  }

  async commit(): Promise<void> {
    if (this.#target.inTransaction) {
      await this.#target.commit();
    }
  }

  /** Takes the note away. */
  async end(): Promise<void> {
    await this.noting(0, async () => this.#target.run(`drop table ${table}`));
    await this.commit();
  }

  async #note(rows: number): Promise<void> {
    try {
      const noted = await this.#target.run(`update ${table} set copied_rows = copied_rows + ? where token = ?`, [
        rows,
        this.#token,
      ]);
      if (noted === 0) {
        throw new CopySupersededError();
      }
    } catch (error) {
      // the other copy has come to its end
      throw error instanceof TableNotFoundException ? new CopySupersededError() : error;
    }
  }
}
