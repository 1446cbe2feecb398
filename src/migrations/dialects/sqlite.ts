import { ForeignKeyViolationError } from '../errors.ts';
import { type ColumnRow, columnsByTable } from './columns.ts';
import type { MigrationDialect } from './dialect.ts';

export const sqlite: MigrationDialect = {
  name: 'sqlite',

  async tables(connection, trx) {
    const rows: { name: string }[] = await connection.execute(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name`,
      [],
      'all',
      trx,
    );
    return rows.map((row) => row.name);
  },

  async namespaces() {
    return [];
  },

  async columns(connection) {
    const rows: ColumnRow[] = await connection.execute(
      `select t.name as table_name, c.name from sqlite_master t, pragma_table_xinfo(t.name) c where t.type = 'table'`,
    );
    return columnsByTable(rows);
  },

  createBookkeeping: `create table mikro_orm_migrations (
    id integer primary key,
    name text not null unique,
    executed_at datetime not null default current_timestamp,
    adopted boolean not null default false
  )`,

  // Within a transaction the switch does nothing, and dropping a table while rebuilding it would delete its children.
  solitude: { before: ['pragma foreign_keys = off'], within: [], after: ['pragma foreign_keys = on'] },

  async verify(connection, trx) {
    const broken: { table: string }[] = await connection.execute('pragma foreign_key_check', [], 'all', trx);
    if (broken.length > 0) {
      throw new ForeignKeyViolationError([...new Set(broken.map((row) => row.table))]);
    }
  },
};
