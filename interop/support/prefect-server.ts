import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type JsonObject, type JsonValue, parseJson } from '../../src/domain/index.ts';
import { atEndOfRun } from '../../test/support/cleanup.ts';
import { freePort } from '../../test/support/postgres/cluster.ts';
import type { KeeperOrders } from '../../test/support/postgres/keeper.ts';
import type { Prefect } from './prefect.ts';

const startupMilliseconds = 120_000;
const keeperProgram = join(import.meta.dirname, '../../test/support/postgres/keeper.ts');

/** A running `prefect server start`, spoken to through its REST API. It ends with this process, however that comes about. */
export class PrefectServer {
  /** Where the client and others find the API. */
  readonly url: string;
  /** Ends the server; twice does no harm. */
  readonly stop: () => Promise<void>;
  readonly #log: string;

  private constructor(url: string, log: string, stop: () => Promise<void>) {
    this.url = url;
    this.#log = log;
    this.stop = stop;
  }

  /** @throws with the server's log where it does not answer */
  static async start(prefect: Prefect): Promise<PrefectServer> {
    const port = await freePort();
    const orders: KeeperOrders = {
      program: prefect.python,
      arguments: ['-m', 'prefect', 'server', 'start', '--host', '127.0.0.1', '--port', String(port), '--no-ui'],
      account: {},
      folder: prefect.home,
      log: join(prefect.home, 'server.log'),
    };
    const keeper = spawn(process.execPath, [keeperProgram, JSON.stringify(orders)], {
      env: { ...process.env, ...prefect.environment },
      stdio: ['pipe', 'ignore', 'inherit'],
      detached: true,
    });
    const ended = Promise.withResolvers<void>();
    keeper.once('exit', () => ended.resolve());
    const stop = (): Promise<void> => {
      keeper.stdin.end();
      return ended.promise;
    };
    atEndOfRun(stop);
    const server = new PrefectServer(`http://127.0.0.1:${port}/api`, orders.log, stop);
    await server.#untilHealthy(ended.promise);
    return server;
  }

  /** @throws where the answer is not 2xx */
  async get(path: string): Promise<JsonValue> {
    return this.#ask(path, 'GET');
  }

  /** @throws where the answer is not 2xx */
  async post(path: string, body: JsonObject = {}): Promise<JsonValue> {
    return this.#ask(path, 'POST', body);
  }

  async #ask(path: string, method: string, body?: JsonObject): Promise<JsonValue> {
    const response = await fetch(this.url + path, {
      method,
      // the server may close a kept connection at the moment when the next request is sent on it
      headers: { connection: 'close', 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path} is answered with ${response.status}: ${text}\n${await this.#lastOfLog()}`);
    }
    return text === '' ? null : parseJson(text);
  }

  async #untilHealthy(ended: Promise<void>): Promise<void> {
    let over = false;
    void ended.then(() => (over = true));
    const end = performance.now() + startupMilliseconds;
    while (!over && performance.now() < end) {
      if ((await this.get('/health').catch(() => null)) === true) {
        return;
      }
      await sleep(100);
    }
    const log = await this.#lastOfLog();
    await this.stop();
    throw new Error(`prefect server start does not get ready:\n${log}`);
  }

  async #lastOfLog(): Promise<string> {
    return (await readFile(this.#log, 'utf8').catch(() => 'no log')).slice(-1200);
  }
}
