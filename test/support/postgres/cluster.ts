import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { lchown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { type Account, unprivilegedAccount } from './account.ts';
import type { KeeperOrders } from './keeper.ts';
import { type PostgresServer, ProviderUnavailableError, serverSettings } from './server.ts';

const startupMilliseconds = 60_000;

/** Where the programs are: a folder, or what puts them into the cluster's own folder and says where. */
export type ProgramSource = { programs: string } | { prepare: (folder: string) => Promise<string> };

/** Makes a cluster in a temporary folder and starts it on a free port of the loopback interface. */
export async function startCluster(source: ProgramSource): Promise<Omit<PostgresServer, 'description'>> {
  const account = await unprivilegedAccount();
  const folder = await mkdtemp(join(tmpdir(), 'prefect-orm-postgres-'));
  try {
    const programs = 'programs' in source ? source.programs : await source.prepare(folder);
    await giveTree(folder, account);
    const password = randomBytes(18).toString('base64url');
    await initialise(programs, folder, password, account);
    return await start(programs, folder, password, account);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error instanceof ProviderUnavailableError
      ? error
      : new ProviderUnavailableError(String(error), { cause: error });
  }
}

async function giveTree(folder: string, account: Account): Promise<void> {
  await give(folder, account);
  for (const entry of await readdir(folder, { recursive: true })) {
    await give(join(folder, entry), account);
  }
}

async function give(path: string, { uid, gid }: Account): Promise<void> {
  if (uid !== undefined && gid !== undefined) {
    // a link itself, not what it points at
    await lchown(path, uid, gid);
  }
}

async function initialise(programs: string, folder: string, password: string, account: Account): Promise<void> {
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  await give(passwordFile, account);
  await mkdir(join(folder, 'data'), { mode: 0o700 });
  await give(join(folder, 'data'), account);
  const options = ['--auth=scram-sha-256', '--encoding=UTF8', '--no-locale', '--no-sync', '--username=postgres'];
  const places = [`--pwfile=${passwordFile}`, `--pgdata=${join(folder, 'data')}`];
  await promisify(execFile)(join(programs, 'initdb'), [...options, ...places], { ...account, cwd: folder });
  await rm(passwordFile);
}

async function start(
  programs: string,
  folder: string,
  password: string,
  account: Account,
): Promise<Omit<PostgresServer, 'description'>> {
  const port = await freePort();
  const orders: KeeperOrders = {
    program: join(programs, 'postgres'),
    arguments: ['-D', join(folder, 'data'), '-p', String(port), '-h', '127.0.0.1', '-k', '', ...serverSettings],
    account,
    folder,
    log: join(folder, 'log'),
  };
  const keeper = spawn(process.execPath, [join(import.meta.dirname, 'keeper.ts'), JSON.stringify(orders)], {
    stdio: ['pipe', 'ignore', 'inherit'],
    // a session of its own: Ctrl-C reaches the tests, and they stop the server
    detached: true,
  });
  const ended = Promise.withResolvers<void>();
  keeper.once('exit', () => ended.resolve());
  keeper.unref();
  const stop = (): Promise<void> => {
    keeper.ref();
    keeper.stdin.end();
    return ended.promise;
  };
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  const log = await Promise.race([answers(url, orders.log), ended.promise.then(() => 'the server ended at once')]);
  if (log !== undefined) {
    await stop();
    throw new ProviderUnavailableError(`${orders.program} does not start: ${log}`);
  }
  return { url, stop };
}

/** A port of the loopback interface that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const listening = Promise.withResolvers<number>();
  server.once('error', listening.reject);
  server.listen(0, '127.0.0.1', () => listening.resolve((server.address() as { port: number }).port));
  const port = await listening.promise;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Waits until the server answers. Gives its log where it never does. */
async function answers(url: string, log: string): Promise<string | undefined> {
  const end = performance.now() + startupMilliseconds;
  while (performance.now() < end) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return undefined;
    } catch {
      await sleep(50);
    }
  }
  return readFile(log, 'utf8').catch(() => 'no log');
}
