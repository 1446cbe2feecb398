import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Account } from './account.ts';

/**
 * A process between the tests and their server. Its standard input ends when the tests stop the server, and also when they are
 * killed: either way the server goes and its folder with it. Run by node itself, without a loader.
 */
export interface KeeperOrders {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly account: Account;
  /** Removed at the end. */
  readonly folder: string;
  readonly log: string;
}

const patienceMilliseconds = 10_000;

function keep(orders: KeeperOrders): void {
  const log = openSync(orders.log, 'a');
  const server = spawn(orders.program, orders.arguments, {
    ...orders.account,
    cwd: orders.folder,
    stdio: ['ignore', log, log],
  });
  server.once('error', (error) => console.error(error.message));
  server.once('close', () => void rm(orders.folder, { recursive: true, force: true }).then(() => process.exit()));
  process.stdin.resume().once('close', () => {
    // SIGINT is PostgreSQL's fast shutdown
    server.kill('SIGINT');
    setTimeout(() => server.kill('SIGKILL'), patienceMilliseconds).unref();
  });
}

keep(JSON.parse(process.argv[2] ?? '') as KeeperOrders);
