import { DeferMode, type Transaction } from '@mikro-orm/core';
import {
  type AbstractSqlConnection,
  type CheckDef,
  type Column,
  type DatabaseSchema,
  type DatabaseTable,
  type ForeignKey,
  type IndexDef,
  SqliteSchemaHelper,
  type Table,
  type TableDifference,
} from '@mikro-orm/sql';
import { parseTable, type TableText } from './sqlite-table-text.ts';

/**
 * Sees what MikroORM's own helper does not: unique constraints, the names of constraints, the direction, collation and condition of
 * an index. It reads the statements that SQLite keeps.
 */
export class PrefectSqliteSchemaHelper extends SqliteSchemaHelper {
  override async loadInformationSchema(
    schema: DatabaseSchema,
    connection: AbstractSqlConnection,
    tables: Table[],
    schemas?: string[],
    ctx?: Transaction,
  ): Promise<void> {
    // Triggers and generated columns are read by MikroORM; what follows replaces the rest.
    await super.loadInformationSchema(schema, connection, tables, schemas, ctx);
    const statements: { name: string; tbl_name: string; sql: string | null }[] = await connection.execute(
      `select name, tbl_name, sql from sqlite_master where type in ('table', 'index')`,
      [],
      'all',
      ctx,
    );
    for (const table of schema.getTables()) {
      const text = parseTable(statements.find((row) => row.name === table.name)?.sql ?? '');
      const indexes = statements.filter(
        (row) => row.tbl_name === table.name && row.name !== table.name && row.sql !== null,
      );
      const checks = checksOf(text, table.name);
      const keys = [...constraintsOf(text, table.name), ...indexes.map((row) => indexOf(row.name, row.sql as string))];
      const columns = table.getColumns().map((column) => ({ ...column, ...collationOf(text, column) }));
      table.init(columns, keys, checks, [...(text.primaryKey?.columns ?? [])], foreignKeysOf(text, table.name));
    }
  }

  /** With the names of all constraints, which MikroORM leaves out here. */
  override createTable(table: DatabaseTable): string[] {
    const keys = table
      .getIndexes()
      .filter((index) => index.primary || (index.unique && index.constraint && !index.expression));
    const constraints = [
      ...keys.map(
        (key) =>
          `constraint ${this.quote(key.keyName)} ${key.primary ? 'primary key' : 'unique'} (${key.columnNames.map((column) => this.quote(column)).join(', ')})`,
      ),
      ...Object.values(table.getForeignKeys()).map((key) => this.createForeignKey(table, key, false)),
      ...table.getChecks().map((check) => `constraint ${this.quote(check.name)} check (${String(check.expression)})`),
    ];
    const columns = table.getColumns().map((column) => this.createTableColumn({ ...column, primary: false }, table));
    const statements: string[] = [];
    this.append(statements, `create table ${table.getQuotedName()} (${[...columns, ...constraints].join(', ')})`);
    for (const index of table.getIndexes().filter((candidate) => !keys.includes(candidate))) {
      this.append(statements, this.createIndex(index, table));
    }
    table.getTriggers().forEach((trigger) => this.append(statements, this.createTrigger(table, trigger)));
    return statements;
  }

  /** A constraint cannot be added to or taken from a table: it is made anew, by way of a change that MikroORM does that for. */
  override alterTable(diff: TableDifference, safe?: boolean): string[] {
    const changed = [diff.addedIndexes, diff.removedIndexes, diff.changedIndexes, diff.renamedIndexes].flatMap(
      (indexes) => Object.values(indexes),
    );
    const rebuild =
      changed.some((index) => index.constraint || index.primary) || Object.keys(diff.removedForeignKeys).length > 0;
    return super.alterTable(
      rebuild ? { ...diff, removedChecks: { ...diff.removedChecks, '': { name: '', expression: '' } } } : diff,
      safe,
    );
  }
}

function constraintsOf(text: TableText, table: string): IndexDef[] {
  const key = (columns: readonly string[], keyName: string, primary: boolean): IndexDef => ({
    columnNames: [...columns],
    keyName,
    unique: true,
    constraint: true,
    primary,
    composite: columns.length > 1,
  });
  return [
    ...(text.primaryKey ? [key(text.primaryKey.columns, text.primaryKey.name ?? 'primary', true)] : []),
    ...text.uniques.map((unique, i) => key(unique.columns, unique.name ?? `sqlite_autoindex_${table}_${i + 1}`, false)),
  ];
}

function indexOf(keyName: string, sql: string): IndexDef {
  return {
    columnNames: [],
    keyName,
    unique: /^create\s+unique/i.test(sql),
    constraint: false,
    primary: false,
    expression: sql,
  };
}

function checksOf(text: TableText, table: string): CheckDef[] {
  return text.checks.map((check, i) => ({ name: check.name ?? `ck_${table}__${i + 1}`, expression: check.expression }));
}

const deferModes = { deferred: DeferMode.INITIALLY_DEFERRED, immediate: DeferMode.INITIALLY_IMMEDIATE } as const;

function foreignKeysOf(text: TableText, table: string): Record<string, ForeignKey> {
  return Object.fromEntries(
    text.foreignKeys.map((key, i) => {
      const constraintName = key.name ?? `fk_${table}__${i + 1}`;
      const foreignKey: ForeignKey = {
        constraintName,
        columnNames: [...key.columns],
        localTableName: table,
        referencedTableName: key.table,
        referencedColumnNames: key.referenced.length > 0 ? [...key.referenced] : ['id'],
        deleteRule: key.deleteRule,
        updateRule: key.updateRule,
        ...(key.deferred ? { deferMode: deferModes[key.deferred] } : {}),
      };
      return [constraintName, foreignKey];
    }),
  );
}

function collationOf(text: TableText, column: Column): Partial<Column> {
  const collation = text.collations[column.name];
  return collation === undefined || collation === 'binary' ? {} : { collation };
}
