import { expect } from 'chai';
import { databaseState, migrationDialectOf, supportedRevision } from '../../src/migrations/index.ts';
import { schemaOf } from '../../test/migrations/catalog.ts';
import type { Database } from '../../test/support/databases/index.ts';
import type { FaultContext } from '../support/fault.ts';
import { openAfterwards } from '../support/afterwards.ts';
import { isThere } from '../support/is-there.ts';
import { TimedCommand } from './command.ts';
import type { Access, Attempt, Blow, Job, Outcome, PreparedJob } from './job.ts';

/** `prefect-orm migrate up` makes all tables, or none. */
export const migration: Job = {
  title: 'a migration',

  async prepare(context) {
    const command = new TimedCommand();
    const prepared = new PreparedMigration(context, command, await schemaIn(await context.migratedDatabase()));
    await command.measure(['--version'], async () => (await prepared.attempt(await context.emptyDatabase())).finish());
    return prepared;
  },
};

class PreparedMigration implements PreparedJob {
  readonly #context: FaultContext;
  readonly #command: TimedCommand;
  readonly #schema: string;

  constructor(context: FaultContext, command: TimedCommand, schema: string) {
    this.#context = context;
    this.#command = command;
    this.#schema = schema;
  }

  async attempt({ url }: Pick<Database, 'url'>): Promise<Attempt> {
    return new MigrationAttempt(url, this.#command, this.#schema, this.#context);
  }
}

class MigrationAttempt implements Attempt {
  readonly urls: readonly string[];
  readonly #url: string;
  readonly #command: TimedCommand;
  readonly #schema: string;
  readonly #context: FaultContext;

  constructor(url: string, command: TimedCommand, schema: string, context: FaultContext) {
    this.urls = [url];
    this.#url = url;
    this.#command = command;
    this.#schema = schema;
    this.#context = context;
  }

  async run(blow?: Blow, { url }: Access = { url: this.#url }): Promise<Outcome> {
    return this.#command.run(['migrate', 'up', url], blow);
  }

  async look(): Promise<string> {
    if (!isThere(this.#url)) {
      return 'no file';
    }
    const { em, close } = await openAfterwards(this.#url);
    try {
      const state = await databaseState(em.getConnection(), migrationDialectOf(em.getPlatform()));
      const { executed, alembicHeads } = state;
      if (state.tables.length === 0) {
        expect({ executed, alembicHeads }).to.deep.equal({ executed: [], alembicHeads: null });
        return 'no table';
      }
      const head = supportedRevision.alembicHeads[this.#context.dialect];
      expect({ executed, alembicHeads }).to.deep.equal({
        executed: [supportedRevision.migration],
        alembicHeads: [head],
      });
      expect(await schemaOf(em.getConnection(), this.#context.dialect)).to.equal(this.#schema);
      return 'the whole schema';
    } finally {
      await close();
    }
  }

  async finish(access?: Access): Promise<void> {
    expect(await this.run(undefined, access)).to.include({ end: 'done' });
    expect(await this.look()).to.equal('the whole schema');
  }
}

async function schemaIn({ url }: Pick<Database, 'url'>): Promise<string> {
  const { em, close } = await openAfterwards(url);
  try {
    return await schemaOf(em.getConnection(), url.startsWith('sqlite') ? 'sqlite' : 'postgresql');
  } finally {
    await close();
  }
}
