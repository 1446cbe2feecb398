import type {
  CreateSchemaOptions,
  DropSchemaOptions,
  IMigrator,
  MikroORM,
  Transaction,
  UpdateSchemaOptions,
} from '@mikro-orm/core';
import { DatabaseSchema, type DatabaseTable, type SchemaDifference, SqlSchemaGenerator } from '@mikro-orm/sql';
import type { Alteration, TableInspector } from '../../migrations/alterations.ts';
import { assertMayLoseData, type DataLossOptions } from '../../migrations/guard.ts';
import { alone, migrationDialectOf } from '../../migrations/dialects/index.ts';
import { statements } from '../../migrations/statements.ts';
import { uniqueConstraints } from '../traits/shared.ts';
import { skippedTables } from './blind-spots.ts';
import { PrefectSchemaComparator } from './schema-comparator.ts';
import { alterationsOfTable } from './table-alterations.ts';

/** What a change of the schema cannot take back. */
const losesData = /\bdrop\s+(table|column|type|schema)\b/i;

/**
 * MikroORM's schema commands on a schema that migrations make: `create` migrates, comparisons see what the definitions say, and what
 * would lose data is refused unless it is allowed.
 */
export class PrefectSchemaGenerator extends SqlSchemaGenerator implements TableInspector {
  readonly #dialect = migrationDialectOf(this.platform);

  static override register(orm: MikroORM): void {
    orm.config.registerExtension('@mikro-orm/schema-generator', () => new PrefectSchemaGenerator(orm.em as never));
  }

  /** Connects. A database that is not there is an error: whoever runs the server makes it. */
  override async ensureDatabase(): Promise<boolean> {
    await this.connection.ensureConnection();
    return false;
  }

  /** Migrates: the entities alone do not tell the whole schema. */
  override async create(_options?: CreateSchemaOptions): Promise<void> {
    await this.config.getExtension<IMigrator>('@mikro-orm/migrator')?.up();
  }

  /** @throws DataLossError on a database that holds rows or that Prefect made */
  override async drop(options: DropSchemaOptions & DataLossOptions = {}): Promise<void> {
    if (options.dropDb) {
      return this.dropDatabase(undefined, options);
    }
    const sql = await this.getDropSchemaSQL({ ...options, wrap: false });
    await this.#run(sql, (trx) => this.#assertMayLoseData('schema:drop', options, trx));
  }

  /** @throws DataLossError when something would be dropped from a database that holds rows or that Prefect made */
  override async update(options: UpdateSchemaOptions<DatabaseSchema> & DataLossOptions = {}): Promise<void> {
    const sql = await this.getUpdateSchemaSQL({ ...options, wrap: false });
    await this.#run(sql, async (trx) => {
      if (losesData.test(sql)) {
        await this.#assertMayLoseData('schema:update', options, trx);
      }
    });
  }

  /** @throws DataLossError on a database that holds rows or that Prefect made */
  override async dropDatabase(name?: string, options: DataLossOptions = {}): Promise<void> {
    await this.ensureDatabase();
    await this.#assertMayLoseData('dropping the database', options);
    await super.dropDatabase(name);
  }

  /** With the notes of the migrator and of Prefect: they would speak of tables that are gone. */
  override async getDropSchemaSQL(options: Omit<DropSchemaOptions, 'dropDb'> = {}): Promise<string> {
    const sql = await super.getDropSchemaSQL({ ...options, dropMigrationsTable: true });
    return `${sql.trimEnd()}\n${skippedTables.map((table) => `${this.helper.dropTableIfExists(table)};\n`).join('')}`;
  }

  override async getUpdateSchemaSQL(options: UpdateSchemaOptions<DatabaseSchema> = {}): Promise<string> {
    const { up } = await this.#differences(options);
    return this.diffToSQL(up, asked(options));
  }

  override async getUpdateSchemaMigrationSQL(
    options: UpdateSchemaOptions<DatabaseSchema> = {},
  ): Promise<{ up: string; down: string }> {
    const { up, down } = await this.#differences(options);
    return { up: this.diffToSQL(up, asked(options)), down: this.diffToSQL(down, asked(options)) };
  }

  /** Compares table by table in the schema that unqualified names reach, whatever it is called. */
  async alterations(): Promise<Alteration[]> {
    await this.ensureDatabase();
    const actual = await this.#read(await this.#dialect.namespaces(this.connection));
    const comparator = new PrefectSchemaComparator(this.platform);
    const found = new Map(actual.getTables().map((table) => [table.name, table]));
    const alterations = this.getTargetSchema()
      .getTables()
      .flatMap((expected): Alteration[] => {
        const table = found.get(expected.name);
        return table
          ? alterationsOfTable(table, expected, this.platform, comparator)
          : [{ table: expected.name, what: 'the table is missing', harmful: true }];
      });
    return alterations.toSorted((one, other) => Number(other.harmful) - Number(one.harmful));
  }

  override getTargetSchema(schema?: string, includeWildcardSchema?: boolean): DatabaseSchema {
    const target = super.getTargetSchema(schema, includeWildcardSchema);
    target.getTables().forEach((table) => this.#nameKeys(table));
    return target;
  }

  /** MikroORM takes every unique key for a constraint, and names primary keys in its own way. */
  #nameKeys(table: DatabaseTable): void {
    for (const index of table.getIndexes()) {
      if (index.primary) {
        index.keyName = this.config.getNamingStrategy().indexName(table.name, index.columnNames, 'primary');
      }
      index.constraint = index.primary || uniqueConstraints.has(index.keyName);
    }
  }

  async #differences(
    options: UpdateSchemaOptions<DatabaseSchema>,
  ): Promise<{ up: SchemaDifference; down: SchemaDifference }> {
    const target = this.getTargetSchema(options.schema);
    const actual = options.fromSchema ?? (await this.#actualSchema(target.getNamespaces(), options.schema));
    const comparator = new PrefectSchemaComparator(this.platform);
    const up = comparator.compare(actual, target);
    return { up, down: comparator.compare(target, actual, up) };
  }

  async #actualSchema(namespaces: string[], schema?: string): Promise<DatabaseSchema> {
    await this.ensureDatabase();
    const actual = await this.#read(namespaces, schema);
    await actual.loadRoutines(this.connection, this.platform, namespaces);
    return this.#within(actual, namespaces);
  }

  async #read(namespaces: string[], schema?: string): Promise<DatabaseSchema> {
    const { skipViews } = this.options;
    return DatabaseSchema.create(
      this.connection,
      this.platform,
      this.config,
      schema,
      namespaces,
      undefined,
      this.#skippedTables(),
      skipViews,
    );
  }

  /** Without what stands in other schemas of a server: MikroORM would take it for something to drop. */
  #within(actual: DatabaseSchema, namespaces: string[]): DatabaseSchema {
    const isIn = ({ schema }: { schema?: string | undefined }) =>
      schema === undefined || namespaces.length === 0 || namespaces.includes(schema);
    actual.setTables(actual.getTables().filter(isIn));
    actual.setViews(actual.getViews().filter(isIn));
    actual.setNativeEnums(Object.fromEntries(Object.entries(actual.getNativeEnums()).filter(([, type]) => isIn(type))));
    actual.setNamespaces(new Set(actual.getNamespaces().filter((schema) => isIn({ schema }))));
    return actual;
  }

  #skippedTables(): (string | RegExp)[] {
    return [...(this.options.skipTables ?? []), ...skippedTables];
  }

  async #run(sql: string, check: (trx: Transaction) => Promise<void>): Promise<void> {
    await this.ensureDatabase();
    await alone(this.connection, this.#dialect, async (trx) => {
      await check(trx);
      for (const statement of statements(sql)) {
        await this.connection.execute(statement, [], 'run', trx);
      }
    });
  }

  async #assertMayLoseData(operation: string, options: DataLossOptions, trx?: Transaction): Promise<void> {
    await assertMayLoseData(operation, this.connection, this.#dialect, options, trx);
  }
}

function asked(options: UpdateSchemaOptions<DatabaseSchema>): { wrap?: boolean; safe: boolean; dropTables: boolean } {
  return {
    safe: options.safe ?? false,
    dropTables: options.dropTables ?? true,
    ...(options.wrap === undefined ? {} : { wrap: options.wrap }),
  };
}
