import { type ColumnRow, columnsByTable } from './columns.ts';
import type { MigrationDialect } from './dialect.ts';

/** Any number that no other program is likely to lock. */
const lockKey = '7355608388';

export const postgresql: MigrationDialect = {
  name: 'postgresql',

  async tables(connection, trx) {
    const rows: { name: string }[] = await connection.execute(
      `select c.relname as name from pg_class c
        where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
          and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
        order by 1`,
      [],
      'all',
      trx,
    );
    return rows.map((row) => row.name);
  },

  async namespaces(connection) {
    const [row]: { name: string | null }[] = await connection.execute('select current_schema() as name');
    return row?.name ? [row.name] : [];
  },

  async columns(connection) {
    const rows: ColumnRow[] = await connection.execute(
      `select c.relname as table_name, a.attname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`,
    );
    return columnsByTable(rows);
  },

  // The id is given by the migrator: a sequence would be one more thing that Prefect's schema does not have.
  createBookkeeping: `create table mikro_orm_migrations (
    id integer primary key,
    name varchar not null unique,
    executed_at timestamptz not null default current_timestamp,
    adopted boolean not null default false
  )`,

  solitude: {
    before: [],
    within: [
      // Whoever waits for the lock must not be cut off by a limit meant for queries.
      'set local statement_timeout = 0',
      'set local lock_timeout = 0',
      `select pg_advisory_xact_lock(${lockKey})`,
    ],
    after: [],
  },

  // The server checks its foreign keys itself, also while a migration runs.
  async verify() {},
};
