import type { Transaction } from '@mikro-orm/core';
import {
  type AbstractSqlConnection,
  type Column,
  type IndexDef,
  PostgreSqlSchemaHelper,
  type Table,
  type TableDifference,
} from '@mikro-orm/sql';

/** Takes the catalog at its word: the whole definition of every index and the type of every column, where MikroORM keeps a part. */
export class PrefectPostgreSqlSchemaHelper extends PostgreSqlSchemaHelper {
  override getListTablesSQL(): string {
    return withoutExtensions(super.getListTablesSQL(), 'table_name');
  }

  override getListViewsSQL(): string {
    return withoutExtensions(super.getListViewsSQL(), 'view_name');
  }

  override async getAllIndexes(
    connection: AbstractSqlConnection,
    tables: Table[],
    ctx?: Transaction,
  ): Promise<Record<string, IndexDef[]>> {
    const rows: IndexRow[] = await connection.execute(
      `select n.nspname as schema_name, t.relname as table_name, i.relname as name, x.indisunique as is_unique, x.indisprimary as is_primary,
         c.contype is not null as is_constraint, coalesce(c.condeferrable, false) as is_deferrable, coalesce(c.condeferred, false) as is_deferred,
         pg_get_indexdef(x.indexrelid) as definition,
         array_to_json(array(select a.attname from unnest(x.indkey::int[]) with ordinality k (attnum, place)
           join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum where k.place <= x.indnkeyatts order by k.place))::text as column_names
       from pg_index x
         join pg_class i on i.oid = x.indexrelid
         join pg_class t on t.oid = x.indrelid
         join pg_namespace n on n.oid = t.relnamespace
         left join pg_constraint c on c.conindid = x.indexrelid and c.conrelid = x.indrelid and c.contype in ('p', 'u', 'x')
       where ${this.#among(tables)}
       order by i.relname`,
      [],
      'all',
      ctx,
    );
    return grouped(rows, (row) => this.getTableKey(row), indexOf);
  }

  override async getAllColumns(
    connection: AbstractSqlConnection,
    tablesBySchemas: Map<string | undefined, Table[]>,
    nativeEnums?: Record<string, { name: string; schema?: string; items: string[] }>,
    ctx?: Transaction,
  ): Promise<Record<string, Column[]>> {
    const tables = [...tablesBySchemas.values()].flat();
    const found = await super.getAllColumns(connection, tablesBySchemas, nativeEnums, ctx);
    const rows: ColumnRow[] = await connection.execute(
      `select n.nspname as schema_name, t.relname as table_name, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
         pg_get_expr(d.adbin, d.adrelid) as default_expression
       from pg_attribute a
         join pg_class t on t.oid = a.attrelid
         join pg_namespace n on n.oid = t.relnamespace
         left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
       where a.attnum > 0 and not a.attisdropped and ${this.#among(tables)}`,
      [],
      'all',
      ctx,
    );
    for (const row of rows) {
      const column = found[this.getTableKey(row)]?.find((candidate) => candidate.name === row.name);
      if (column) {
        column.type = row.type;
        column.default = column.autoincrement || column.generated ? (column.default ?? null) : row.default_expression;
      }
    }
    return found;
  }

  /** A primary key that only has another name is renamed; MikroORM would drop it under the name it has not yet. */
  override alterTable(diff: TableDifference, safe?: boolean): string[] {
    const from = diff.fromTable.getPrimaryKey();
    const to = diff.toTable.getPrimaryKey();
    if (!from || !to || from.keyName === to.keyName) {
      return super.alterTable(diff, safe);
    }
    const { [from.keyName]: _old, [to.keyName]: _new, ...changedIndexes } = diff.changedIndexes;
    const rename = `alter table ${diff.toTable.getQuotedName()} rename constraint ${this.quote(from.keyName)} to ${this.quote(to.keyName)};`;
    return [rename, ...super.alterTable({ ...diff, changedIndexes }, safe)];
  }

  #among(tables: readonly Table[]): string {
    const pairs = tables.map(
      (table) => `(${this.platform.quoteValue(table.schema_name)}, ${this.platform.quoteValue(table.table_name)})`,
    );
    return pairs.length === 0 ? 'false' : `(n.nspname, t.relname) in (${pairs.join(', ')})`;
  }
}

/** What an extension has made, such as `pg_stat_statements`, belongs to it. */
function withoutExtensions(sql: string, name: string): string {
  return `select * from (${sql}) listed where not exists (
    select 1 from pg_depend d join pg_class c on c.oid = d.objid join pg_namespace n on n.oid = c.relnamespace
    where d.classid = 'pg_class'::regclass and d.deptype = 'e' and c.relname = listed.${name} and n.nspname = listed.schema_name)`;
}

interface IndexRow extends Table {
  name: string;
  is_unique: boolean;
  is_primary: boolean;
  is_constraint: boolean;
  is_deferrable: boolean;
  is_deferred: boolean;
  definition: string;
  column_names: string;
}

interface ColumnRow extends Table {
  name: string;
  type: string;
  default_expression: string | null;
}

function indexOf(row: IndexRow): IndexDef {
  const columnNames = JSON.parse(row.column_names) as string[];
  return {
    keyName: row.name,
    columnNames,
    composite: columnNames.length > 1,
    unique: row.is_unique,
    primary: row.is_primary,
    constraint: row.is_constraint,
    ...(row.is_constraint ? {} : { expression: row.definition }),
    ...(row.is_deferrable ? { deferMode: row.is_deferred ? ('deferred' as const) : ('immediate' as const) } : {}),
  };
}

function grouped<Row, Value>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  valueOf: (row: Row) => Value,
): Record<string, Value[]> {
  const groups: Record<string, Value[]> = {};
  for (const row of rows) {
    (groups[keyOf(row)] ??= []).push(valueOf(row));
  }
  return groups;
}
