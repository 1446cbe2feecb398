import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../test/support/databases/index.ts';
import type { Place } from '../support/fault.ts';
import { SmallDisk } from './small-disk.ts';

/** Files on a small disk. */
export class SqliteOnDisk implements Place {
  readonly dialect = 'sqlite';
  readonly disk: SmallDisk;
  #made = 0;

  private constructor(disk: SmallDisk) {
    this.disk = disk;
  }

  /** @throws NotPermittedError */
  static async make(): Promise<SqliteOnDisk> {
    return new SqliteOnDisk(await SmallDisk.mount(32));
  }

  async emptyDatabase(): Promise<Database> {
    this.#made += 1;
    const name = `${this.#made}.sqlite3`;
    return {
      url: `sqlite:///${join(this.disk.folder, name)}`,
      drop: async () => {
        const files = (await readdir(this.disk.folder)).filter((file) => file.startsWith(name));
        await Promise.all(files.map((file) => rm(join(this.disk.folder, file))));
      },
    };
  }
}
