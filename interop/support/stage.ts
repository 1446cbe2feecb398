import type { EntityManager, MikroORM } from '@mikro-orm/core';
import { configurationFor } from '../../src/orm-config/index.ts';
import { atEndOfRun } from '../../test/support/cleanup.ts';
import { type Database, type Dialect, emptyDatabase, migratedDatabase } from '../../test/support/databases/index.ts';
import type { Checks } from './checks.ts';
import { Prefect } from './prefect.ts';
import { PrefectServer } from './prefect-server.ts';

/** One database with what speaks to it from both sides. */
export interface Shared {
  readonly url: string;
  readonly prefect: Prefect;
  readonly orm: MikroORM;
  /** A unit of work of its own. */
  em(): EntityManager;
}

/** A shared database on which a Prefect server runs. */
export interface Served extends Shared {
  readonly server: PrefectServer;
}

/** Something that both sides do, on one dialect. */
export interface Scenario {
  readonly letter: string;
  readonly title: string;
  play(stage: Stage): Promise<void>;
}

/** What the scenarios of one dialect share. */
export class Stage {
  readonly dialect: Dialect;
  readonly checks: Checks;
  readonly short: boolean;
  readonly #python: string;
  readonly #made: Database[] = [];
  readonly #orms: MikroORM[] = [];
  #served: Promise<Served> | undefined;

  constructor(dialect: Dialect, checks: Checks, python: string, { short }: { short: boolean }) {
    this.dialect = dialect;
    this.checks = checks;
    this.short = short;
    this.#python = python;
    atEndOfRun(() => this.clear());
  }

  /** A database that our migrations have made. */
  async migrated(): Promise<Shared> {
    return this.#share(await migratedDatabase(this.dialect));
  }

  /** A database without a table. */
  async empty(): Promise<Shared> {
    return this.#share(await emptyDatabase(this.dialect));
  }

  /** A migrated database with a server on it, which takes seconds to start: the scenarios share one. */
  served(): Promise<Served> {
    this.#served ??= this.migrated().then(async (shared) => ({
      ...shared,
      server: await PrefectServer.start(shared.prefect),
    }));
    return this.#served;
  }

  /** Ends what was started and drops the databases. */
  async clear(): Promise<void> {
    const served = await this.#served?.catch(() => undefined);
    await served?.server.stop();
    await Promise.all(this.#orms.splice(0).map((orm) => orm.close()));
    await Promise.all(this.#made.splice(0).map((database) => database.drop()));
  }

  async #share(database: Database): Promise<Shared> {
    this.#made.push(database);
    const orm = await configurationFor(database.url).init({ logger: () => {} });
    this.#orms.push(orm);
    const prefect = await Prefect.on(this.#python, database.url);
    return { url: database.url, prefect, orm, em: () => orm.em.fork() };
  }
}
