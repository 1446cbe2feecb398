import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ProviderUnavailableError } from './server.ts';

/** Ids to start a process under; empty for a caller who is not root. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root: an account of the machine that has no rights of its own. */
export async function unprivilegedAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) {
    return {};
  }
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all([idOf('-u', name), idOf('-g', name)]);
    if (uid !== undefined && gid !== undefined) {
      return { uid, gid };
    }
  }
  throw new ProviderUnavailableError(
    'PostgreSQL does not run as root, and the machine has neither the user postgres nor nobody',
  );
}

async function idOf(flag: '-u' | '-g', name: string): Promise<number | undefined> {
  try {
    const { stdout } = await promisify(execFile)('id', [flag, name]);
    return Number.parseInt(stdout, 10);
  } catch {
    return undefined;
  }
}
