import { Pool, type PoolClient, type PoolConfig } from 'pg';
import type { ResolvedConnectionOptions } from '../connection-options.ts';
import { ConnectionPoolTimeoutError } from '../errors.ts';
import type { PostgresAddress } from '../url/index.ts';
import { PrefectClient } from './client.ts';
import { connectError, isWithoutTls, wantsTls } from './connect-error.ts';
import { clientConfig } from './settings.ts';
import { type Security, securityOf } from './tls.ts';

/** A client of the pool, for the one who asked for it. */
export type PooledClient = PrefectClient & PoolClient;

/** How long a connection may have been idle without being asked whether it still lives, in milliseconds. */
const trusted = 5000;

/**
 * The connections to a server: the one given back last is taken first, what is more than `poolSize` is closed when it is given back,
 * and what has been idle for long is asked whether it still lives.
 */
export class PrefectPool extends Pool {
  readonly #address: PostgresAddress;
  readonly #connection: ResolvedConnectionOptions;
  readonly #size: number;
  readonly #lastUse = new WeakMap<PoolClient, number>();
  #securities: readonly [Security, ...Security[]];

  constructor(address: PostgresAddress, connection: ResolvedConnectionOptions, database: string | undefined) {
    const { poolSize, maxOverflow, poolTimeout, poolRecycle } = connection;
    const size = poolSize === 0 || maxOverflow === -1 ? Infinity : poolSize + maxOverflow;
    const securities = securityOf(address, connection);
    const config: PoolConfig = {
      ...clientConfig(address, connection, database),
      Client: PrefectClient as never,
      ssl: securities[0],
      max: size,
      idleTimeoutMillis: 0,
      maxLifetimeSeconds: Math.max(0, poolRecycle),
      // Of a caller who waits; a client has its own patience for connecting.
      connectionTimeoutMillis: poolTimeout === null ? 0 : Math.ceil(poolTimeout * 1000),
    };
    super(config);
    this.#address = address;
    this.#connection = connection;
    this.#size = size;
    this.#securities = securities;
  }

  /** Whether a client has served somebody before, and may have lost its connection since. */
  isReused(client: PooledClient): boolean {
    return this.#lastUse.has(client);
  }

  override connect(): Promise<PooledClient>;
  override connect(
    callback: (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void,
  ): void;
  override connect(
    callback?: (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void,
  ): Promise<PooledClient> | void {
    return callback ? super.connect(callback) : this.#checkOut();
  }

  async #checkOut(): Promise<PooledClient> {
    for (;;) {
      const client = await this.#take();
      const last = this.#lastUse.get(client);
      if (last === undefined || performance.now() - last < trusted || (await isAlive(client))) {
        this.#watchRelease(client);
        return client;
      }
      client.release(true);
    }
  }

  async #take(): Promise<PooledClient> {
    try {
      return (await super.connect()) as PooledClient;
    } catch (error) {
      if (this.#nextSecurity(error)) {
        return this.#take();
      }
      throw this.#explained(error as Error);
    }
  }

  /** Goes on with the next way to secure a connection, where the server does not take the first. */
  #nextSecurity(error: unknown): boolean {
    const [first, next] = this.#securities;
    if (next === undefined || !(first ? isWithoutTls(error) : wantsTls(error))) {
      return false;
    }
    this.#securities = [next];
    Object.assign(this.options, { ssl: next });
    return true;
  }

  #explained(error: Error): Error {
    if (error.message === 'timeout exceeded when trying to connect') {
      return new ConnectionPoolTimeoutError(this.#size, this.#connection.poolTimeout ?? 0);
    }
    return connectError(error, this.#address, { user: this.options.user, database: this.options.database });
  }

  #watchRelease(client: PooledClient): void {
    const release = client.release.bind(client);
    client.release = (broken?: Error | boolean) => {
      this.#lastUse.set(client, performance.now());
      const overflow = this.waitingCount === 0 && this.idleCount >= (this.#connection.poolSize || Infinity);
      release(broken ?? overflow);
    };
  }
}

async function isAlive(client: PoolClient): Promise<boolean> {
  try {
    await client.query('select 1');
    return true;
  } catch {
    return false;
  }
}
