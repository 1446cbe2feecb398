import { expect } from 'chai';
import type { Database } from '../../test/support/databases/index.ts';
import { migrateDatabase } from '../../test/support/databases/migrate.ts';
import { FlushedDatabase, type Work } from '../flush/flushed-database.ts';
import type { Access, Attempt, Blow, Job, Outcome, PreparedJob } from './job.ts';

/** Enough for a flush to take a while, and to need room. */
const statesOfARun = 200;

/** Those that warm up before one is struck. */
const before = 2;

/** A flush writes a unit of work, or nothing of it. */
export const flush: Job = {
  title: 'a flush',

  async prepare(): Promise<PreparedJob> {
    return {
      async attempt({ url }: Pick<Database, 'url'>) {
        await migrateDatabase(url);
        return new FlushAttempt(url, await FlushedDatabase.of({ url }, statesOfARun));
      },
    };
  },
};

class FlushAttempt implements Attempt {
  readonly urls: readonly string[];
  readonly #database: FlushedDatabase;
  #unseen: Work | undefined;

  constructor(url: string, database: FlushedDatabase) {
    this.urls = [url];
    this.#database = database;
  }

  async run(blow?: Blow, access?: Access): Promise<Outcome> {
    let moment = '';
    const work = await this.#database.work(
      {
        units: blow ? before + 2 : 1,
        mayBeRefused: true,
        onOpen(ended, kill) {
          if (blow && moment === '' && ended.length === before) {
            const usual = Math.min(...ended.map(({ milliseconds }) => milliseconds));
            moment = `${(blow.share * usual).toFixed(1)} of about ${usual.toFixed(1)} ms`;
            setTimeout(() => blow.strike(kill), blow.share * usual);
          }
        },
      },
      access?.url,
    );
    this.#unseen = work;
    const [refused] = work.refused;
    if (!refused) {
      return { end: 'done', moment };
    }
    // MikroORM's own exceptions have no code, and those of the driver a code of the driver
    const isOurs = /^[A-Z_]+$/.test(refused.code ?? '') && !refused.name.endsWith('Exception');
    const refusal = { code: isOurs ? refused.code! : refused.name, message: refused.message };
    return { end: 'refused', moment, refusal };
  }

  async look(): Promise<string> {
    return (await this.#database.check(this.#unseen!)) ?? 'nothing of the unit';
  }

  async finish(access?: Access): Promise<void> {
    expect(await this.run(undefined, access)).to.include({ end: 'done' });
    await this.look();
  }
}
