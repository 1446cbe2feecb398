import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAtEnd } from '../cleanup.ts';
import type { Database, DatabaseMaker } from './database.ts';

/** Files in a temporary folder. */
export class SqliteMaker implements DatabaseMaker {
  #folder: Promise<string> | undefined;
  #made = 0;

  async empty(): Promise<Database> {
    return this.#database(await this.#nextPath());
  }

  async copy(original: Database): Promise<Database> {
    const path = await this.#nextPath();
    await copyFile(pathOf(original), path);
    return this.#database(path);
  }

  async #nextPath(): Promise<string> {
    this.#folder ??= makeFolder();
    this.#made += 1;
    const name = `${this.#made}.sqlite3`;
    return join(await this.#folder, name);
  }

  #database(path: string): Database {
    return {
      url: `sqlite:///${path}`,
      drop: async () => {
        await Promise.all(['', '-wal', '-shm'].map((suffix) => rm(path + suffix, { force: true })));
      },
    };
  }
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'prefect-orm-sqlite-'));
  removeAtEnd(folder);
  return folder;
}

/** The file of a database that the tests made. */
export function pathOf({ url }: Pick<Database, 'url'>): string {
  return url.slice('sqlite:///'.length);
}
