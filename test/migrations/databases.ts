import { type MigrationsOptions, MikroORM, type Options } from '@mikro-orm/core';
import type { AbstractSqlConnection } from '@mikro-orm/sql';
import type { PrefectMigrator } from '../../src/migrations/index.ts';
import { configurationFor } from '../../src/orm-config/index.ts';
import type { PrefectSchemaGenerator } from '../../src/orm-config/schema/index.ts';
import type { Database } from '../support/databases/index.ts';
import type { TestDatabase } from '../support/dialects.ts';
import { type Change, plant } from './planted.ts';

/** What a test of the schema needs of an ORM. */
export interface Opened {
  readonly orm: MikroORM;
  readonly migrator: PrefectMigrator;
  readonly schema: PrefectSchemaGenerator;
  readonly connection: AbstractSqlConnection;
  /** Rows of a statement that is sent as it stands. */
  rows(sql: string): Promise<Record<string, unknown>[]>;
}

/** Opens a database without entities, as far as migrations need it. */
export async function migrating<T>(
  database: Pick<Database, 'url'>,
  work: (opened: Opened) => Promise<T>,
  migrations: MigrationsOptions = {},
): Promise<T> {
  const options = configurationFor(database.url).mikroOrmOptions();
  return using(
    await MikroORM.init({
      ...options,
      entities: [],
      discovery: { ...options.discovery, warnWhenNoEntities: false },
      migrations: { ...options.migrations, silent: true, ...migrations },
    } as Options),
    work,
  );
}

/** Opens a database with all entities, to compare both. */
export async function comparing<T>(database: Pick<Database, 'url'>, work: (opened: Opened) => Promise<T>): Promise<T> {
  return using(await configurationFor(database.url).init({ logger: () => {} }), work);
}

/** Opens a database with all entities, whatever it is: nothing looks at it. */
export async function unguarded<T>(database: Pick<Database, 'url'>, work: (opened: Opened) => Promise<T>): Promise<T> {
  return using(await MikroORM.init(configurationFor(database.url).mikroOrmOptions({ logger: () => {} })), work);
}

/** A database as Prefect makes it, which is ours without the notes of the migrator, and what was done to it since. */
export async function prefectsDatabase(db: TestDatabase, changes: readonly Change[] = []): Promise<Database> {
  const database = await db.freshDatabase({ migrated: true });
  await migrating(database, async ({ rows }) => {
    await rows('DROP TABLE mikro_orm_migrations');
    await plant(rows, changes);
  });
  return database;
}

/** The same view of an ORM that is open already. */
export function opened(orm: MikroORM): Opened {
  const connection = orm.em.getDriver().getConnection() as AbstractSqlConnection;
  return {
    orm,
    migrator: orm.migrator as PrefectMigrator,
    schema: orm.schema as unknown as PrefectSchemaGenerator,
    connection,
    rows: (sql) => connection.execute(sql),
  };
}

async function using<T>(orm: MikroORM, work: (opened: Opened) => Promise<T>): Promise<T> {
  try {
    return await work(opened(orm));
  } finally {
    await orm.close(true);
  }
}

/** The error that a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => {
      throw new Error('It was expected to fail');
    },
    (error: unknown) => error as Error,
  );
}
