import { MikroORM, type Options, Utils } from '@mikro-orm/core';
import type { ResolvedConnectionOptions } from './connection-options.ts';
import { entities } from '../domain/index.ts';
import { examine, migratorExtensions, migratorOptions, versionsDirOf } from '../migrations/index.ts';
import type { Dialect } from '../migrations/revisions.ts';
import { metadataSource } from './metadata-source.ts';
import { PrefectNamingStrategy } from './naming-strategy.ts';
import type { PrefectDriver } from './prefect-driver.ts';
import { PrefectSchemaGenerator } from './schema/index.ts';
import { uniqueKeyOf } from './unique-key.ts';
import { uniqueUpsertColumns } from './unique-upsert-columns.ts';
import type { ConnectionAddress } from './url/index.ts';

/** How the domain model lives on one kind of database, and which database that is. */
export abstract class BaseORMConfiguration {
  abstract readonly dialect: Dialect;

  readonly deploymentUniqueUpsertColumns = uniqueUpsertColumns.deploymentUniqueUpsertColumns;
  readonly concurrencyLimitUniqueUpsertColumns = uniqueUpsertColumns.concurrencyLimitUniqueUpsertColumns;
  readonly flowRunUniqueUpsertColumns = uniqueUpsertColumns.flowRunUniqueUpsertColumns;
  readonly blockTypeUniqueUpsertColumns = uniqueUpsertColumns.blockTypeUniqueUpsertColumns;
  readonly artifactCollectionUniqueUpsertColumns = uniqueUpsertColumns.artifactCollectionUniqueUpsertColumns;
  readonly blockSchemaUniqueUpsertColumns = uniqueUpsertColumns.blockSchemaUniqueUpsertColumns;
  readonly flowUniqueUpsertColumns = uniqueUpsertColumns.flowUniqueUpsertColumns;
  readonly savedSearchUniqueUpsertColumns = uniqueUpsertColumns.savedSearchUniqueUpsertColumns;
  readonly taskRunUniqueUpsertColumns = uniqueUpsertColumns.taskRunUniqueUpsertColumns;
  readonly blockDocumentUniqueUpsertColumns = uniqueUpsertColumns.blockDocumentUniqueUpsertColumns;

  /** What the caller, the URL, the environment and the defaults come to. */
  readonly options: ResolvedConnectionOptions;

  // Private, so that nothing that prints the object can show them.
  readonly #connectionUrl: string;
  readonly #address: ConnectionAddress;
  #uniqueKey: string | undefined;

  protected constructor(connectionUrl: string, address: ConnectionAddress, options: ResolvedConnectionOptions) {
    this.#connectionUrl = connectionUrl;
    this.#address = address;
    this.options = options;
  }

  /**
   * Equal for two configurations of one class, database and options, and different when any of them differs, a password included.
   * A keyed hash: it tells nothing about them, and means nothing in another process.
   */
  get uniqueKey(): string {
    return (this.#uniqueKey ??= uniqueKeyOf(this.constructor, this.#address, this.options));
  }

  /** The absolute path of the folder with the migrations of this dialect. */
  get versionsDir(): string {
    return versionsDirOf(this.dialect);
  }

  /** As it was given, with the password: not for logs. */
  get connectionUrl(): string {
    return this.#connectionUrl;
  }

  /** Whether the database lives in memory only, and goes with its connection. */
  get isInMemory(): boolean {
    return false;
  }

  /** What `MikroORM.init` and the CLI need. What is given here wins. */
  mikroOrmOptions(overrides: OrmOptions = {}): OrmOptions {
    return Utils.mergeConfig<OrmOptions>(this.#sharedOptions(), this.dialectOptions(), overrides);
  }

  /**
   * Starts an ORM, connects it and looks whether the database is empty or one of the supported Prefect, so that a database that cannot
   * be used is found out now, before anything is written. The caller closes what it gets.
   *
   * With the option `anyRevision`, a table that lacks a mapped column is refused when it is touched, with UnreadableTableError.
   *
   * @throws UnsupportedRevisionError, ForeignTablesError, MissingTablesError or AlteredTablesError
   */
  async init(overrides: OrmOptions = {}): Promise<MikroORM> {
    const orm = await MikroORM.init(this.mikroOrmOptions(overrides));
    try {
      await orm.connect();
      (orm.driver as PrefectDriver).refuse(await examine(orm, this.options));
      return orm;
    } catch (error) {
      await orm.close(true);
      throw error;
    }
  }

  /** Which database, without the password. */
  abstract describe(): string;

  toJSON(): object {
    return { dialect: this.dialect, database: this.describe(), options: this.options };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `${this.constructor.name}(${this.describe()})`;
  }

  /** The driver, and how it connects. */
  protected abstract dialectOptions(): OrmOptions;

  #sharedOptions(): OrmOptions {
    const { discovery, ...source } = metadataSource();
    return {
      ...source,
      entities: [...entities],
      namingStrategy: PrefectNamingStrategy,
      extensions: [PrefectSchemaGenerator, ...migratorExtensions()],
      migrations: migratorOptions(this.dialect),
      // Every instance would redefine every property otherwise: loading takes twice as long.
      propagationOnPrototype: false,
      // A database that is not there is an error, not an invitation to make one.
      ensureDatabase: false,
      // The defaults of the schema are Prefect's; those of an entity's fields are not all among them.
      discovery: { ...discovery, inferDefaultValues: false },
      batchSize: 300,
      debug: this.options.echo ? ['query'] : false,
    };
  }
}

/** Options of MikroORM, any number of them. */
export type OrmOptions = Partial<Options>;
