import type { AbstractSqlConnection } from '@mikro-orm/sql';
import { parseTable } from '../../src/orm-config/schema/sqlite-table-text.ts';
import { tokens } from '../../src/orm-config/schema/sql-text.ts';
import type { Dialect } from '../support/databases/index.ts';

type Rows = (sql: string) => Promise<Record<string, unknown>[]>;

/** The schema of a database as its catalog tells it: a line for each column, constraint and index, without the notes of the migrator. */
export async function schemaOf(connection: AbstractSqlConnection, dialect: Dialect): Promise<string> {
  const rows: Rows = (sql) => connection.execute(sql);
  const lines = dialect === 'sqlite' ? await sqliteLines(rows) : await postgresqlLines(rows);
  return `${lines.filter((line) => !line.startsWith('mikro_orm_migrations ')).join('\n')}\n`;
}

async function sqliteLines(rows: Rows): Promise<string[]> {
  const tables = await rows(
    `select name, sql from sqlite_master where type = 'table' and name not like 'sqlite%' order by name`,
  );
  const others = await rows(
    `select type, name, tbl_name, sql from sqlite_master where type <> 'table' and sql is not null order by name`,
  );
  const lines: string[] = [];
  for (const { name, sql } of tables) {
    const text = parseTable(String(sql));
    const columns = await rows(`pragma table_xinfo("${String(name)}")`);
    lines.push(
      ...columns.map((column) =>
        [
          `${String(name)} column`,
          column['name'],
          column['type'],
          column['notnull'] ? 'not null' : '',
          column['dflt_value'] === null ? '' : `default ${plain(column['dflt_value'])}`,
        ]
          .filter(Boolean)
          .join(' '),
      ),
      `${String(name)} primary key ${text.primaryKey?.name ?? ''} (${text.primaryKey?.columns.join(', ') ?? ''})`,
      ...[
        ...text.uniques.map((key) => `${String(name)} unique ${key.name ?? ''} (${key.columns.join(', ')})`),
        ...text.checks.map((check) => `${String(name)} check ${check.name ?? ''} ${plain(check.expression)}`),
        ...text.foreignKeys.map((key) =>
          `${String(name)} foreign key ${key.name ?? ''} (${key.columns.join(', ')}) references ${key.table} (${key.referenced.join(', ')}) on delete ${key.deleteRule} on update ${key.updateRule} ${key.deferred ?? ''}`.trimEnd(),
        ),
      ].toSorted(),
      ...others
        .filter((other) => other['tbl_name'] === name)
        .map((other) => `${String(name)} ${String(other['type'])} ${plain(other['sql'])}`),
    );
  }
  return lines;
}

async function postgresqlLines(rows: Rows): Promise<string[]> {
  const found = await rows(`select line from (
    select 'extension ' || extname as line, '' as owner, 0 as part, 0 as place from pg_extension where extname <> 'plpgsql'
    union all
    select 'type ' || t.typname || ' (' || string_agg(e.enumlabel, ', ' order by e.enumsortorder) || ')', '', 1, 0
      from pg_type t join pg_enum e on e.enumtypid = t.oid where t.typnamespace = 'public'::regnamespace group by t.typname
    union all
    select c.relname || ' column ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
        || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''), c.relname, 2, a.attnum
      from pg_class c join pg_attribute a on a.attrelid = c.oid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    union all
    select c.relname || ' constraint ' || x.conname || ' ' || pg_get_constraintdef(x.oid), c.relname, 3, 0
      from pg_constraint x join pg_class c on c.oid = x.conrelid
      where c.relnamespace = 'public'::regnamespace and x.contype in ('p', 'u', 'c', 'f', 'x')
    union all
    select c.relname || ' index ' || pg_get_indexdef(i.indexrelid), c.relname, 4, 0
      from pg_index i join pg_class c on c.oid = i.indrelid
      where c.relnamespace = 'public'::regnamespace and not exists (select 1 from pg_constraint x where x.conindid = i.indexrelid)
    union all
    select c.relname || ' trigger ' || pg_get_triggerdef(t.oid), c.relname, 5, 0
      from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
    union all
    select c.relname || ' ' || case c.relkind when 'S' then 'sequence' else 'view' end, c.relname, 6, 0
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('S', 'v', 'm')
    ) catalog order by owner collate "C", part, place, line collate "C"`);
  return found.map((row) => String(row['line']));
}

/** SQLite keeps what was written: white space, letter case and quotes as they were, parentheses around the whole or not. */
function plain(sql: unknown): string {
  const text = tokens(String(sql))
    .map((token) => token.text)
    .join(' ');
  return /^\( .* \)$/.test(text) && balanced(text.slice(2, -2)) ? plain(text.slice(2, -2)) : text;
}

function balanced(text: string): boolean {
  let depth = 0;
  return text.split('').every((character) => (depth += character === '(' ? 1 : character === ')' ? -1 : 0) >= 0);
}
