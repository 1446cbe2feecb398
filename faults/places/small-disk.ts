import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { atEndOfRun, removeAtEnd } from '../../test/support/cleanup.ts';
import type { Account } from '../../test/support/postgres/account.ts';

const run = promisify(execFile);

/** The machine does not permit what a fault needs. */
export class NotPermittedError extends Error {}

/** A disk of its own, in memory, that can be filled or made read only. */
export class SmallDisk {
  readonly folder: string;
  readonly #ballast: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.#ballast = join(folder, 'ballast');
  }

  /**
   * Mounts one, until the end of the run.
   *
   * @param owner whose it is; default: the user of this process
   * @throws {@link NotPermittedError} where this user or this machine may not
   */
  static async mount(mebibytes: number, owner: Account = {}): Promise<SmallDisk> {
    const folder = await mkdtemp(join(tmpdir(), 'prefect-orm-disk-'));
    removeAtEnd(folder);
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=700`, 'tmpfs', folder]);
    } catch (error) {
      throw new NotPermittedError(`no disk in memory can be mounted (${firstLine(error)})`, { cause: error });
    }
    atEndOfRun(async () => void (await run('umount', ['--lazy', folder])));
    if (owner.uid !== undefined && owner.gid !== undefined) {
      await chown(folder, owner.uid, owner.gid);
    }
    return new SmallDisk(folder);
  }

  /** How many bytes are free. */
  async free(): Promise<number> {
    const { bavail, bsize } = await statfs(this.folder);
    return bavail * bsize;
  }

  /** Fills it up to so many bytes. */
  async leave(bytes: number): Promise<void> {
    await this.makeRoom();
    await writeFile(this.#ballast, Buffer.alloc(Math.max(0, (await this.free()) - bytes), 1));
  }

  /** Takes away what filled it. */
  async makeRoom(): Promise<void> {
    await rm(this.#ballast, { force: true });
  }

  async setReadOnly(isReadOnly: boolean): Promise<void> {
    await run('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, this.folder]);
  }
}

function firstLine(error: unknown): string {
  const { stderr = '', message } = error as Error & { stderr?: string };
  return (stderr || message).trim().split('\n', 1)[0] ?? '';
}
