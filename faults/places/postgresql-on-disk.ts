import { Client } from 'pg';
import { atEndOfRun } from '../../test/support/cleanup.ts';
import type { Database } from '../../test/support/databases/index.ts';
import { unprivilegedAccount } from '../../test/support/postgres/account.ts';
import { embeddedServer } from '../../test/support/postgres/embedded.ts';
import { localServer } from '../../test/support/postgres/local.ts';
import { type PostgresServer, ProviderUnavailableError } from '../../test/support/postgres/server.ts';
import { execute } from '../support/execute.ts';
import type { Place } from '../support/fault.ts';
import { NotPermittedError, SmallDisk } from './small-disk.ts';

/** Databases on a small disk, of a server on this machine: its own files, such as its log, are elsewhere. */
export class PostgresqlOnDisk implements Place {
  readonly dialect = 'postgresql';
  readonly disk: SmallDisk;
  readonly #server: PostgresServer;
  readonly #administrator: Client;
  #made = 0;

  private constructor(disk: SmallDisk, server: PostgresServer, administrator: Client) {
    this.disk = disk;
    this.#server = server;
    this.#administrator = administrator;
  }

  /** @throws NotPermittedError also where this machine has no server of its own */
  static async make(): Promise<PostgresqlOnDisk> {
    const disk = await SmallDisk.mount(128, await unprivilegedAccount());
    const server = await startServer();
    atEndOfRun(() => server.stop());
    const administrator = new Client({ connectionString: server.url });
    // the server stops at the end, whoever is connected
    administrator.on('error', () => {});
    await administrator.connect();
    atEndOfRun(() => administrator.end());
    await administrator.query(`create tablespace small location '${disk.folder}'`);
    return new PostgresqlOnDisk(disk, server, administrator);
  }

  async emptyDatabase(): Promise<Database> {
    this.#made += 1;
    const name = `on_disk_${this.#made}`;
    await this.#administrator.query(
      `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C' tablespace small`,
    );
    const url = new URL(this.#server.url);
    url.pathname = name;
    // the server itself writes a file for the first one who connects
    await execute(url.href, 'select 1');
    return {
      url: url.href,
      drop: async () => void (await this.#administrator.query(`drop database if exists ${name} with (force)`)),
    };
  }
}

async function startServer(): Promise<PostgresServer> {
  const reasons: string[] = [];
  for (const provider of [localServer, embeddedServer]) {
    try {
      return await provider.start();
    } catch (error) {
      if (!(error instanceof ProviderUnavailableError)) {
        throw error;
      }
      reasons.push(error.message);
    }
  }
  throw new NotPermittedError(
    `the machine has no PostgreSQL server that could be put on a small disk (${reasons.join('; ')})`,
  );
}
