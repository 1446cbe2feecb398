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

  // The id is given by the migrator: a sequence would be one more thing that Prefect's schema does not have.
  createBookkeeping: `create table mikro_orm_migrations (
    id integer primary key,
    name varchar not null unique,
    executed_at timestamptz not null default current_timestamp,
    adopted boolean not null default false
  )`,

  async alone(connection, work) {
    return connection.transactional(async (trx) => {
      // Whoever waits for the lock must not be cut off by a limit meant for queries.
      await connection.execute('set local statement_timeout = 0', [], 'run', trx);
      await connection.execute('set local lock_timeout = 0', [], 'run', trx);
      await connection.execute(`select pg_advisory_xact_lock(${lockKey})`, [], 'all', trx);
      return work(trx);
    });
  },

  // The server checks its foreign keys itself, also while a migration runs.
  async verify() {},
};
