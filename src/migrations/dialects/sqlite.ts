import { ForeignKeyViolationError } from '../errors.ts';
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

  createBookkeeping: `create table mikro_orm_migrations (
    id integer primary key,
    name text not null unique,
    executed_at datetime not null default current_timestamp,
    adopted boolean not null default false
  )`,

  async alone(connection, work) {
    // Within a transaction the switch does nothing, and dropping a table while rebuilding it would delete its children.
    await connection.execute('pragma foreign_keys = off', [], 'run');
    try {
      return await connection.transactional(work);
    } finally {
      await connection.execute('pragma foreign_keys = on', [], 'run');
    }
  },

  async verify(connection, trx) {
    const broken: { table: string }[] = await connection.execute('pragma foreign_key_check', [], 'all', trx);
    if (broken.length > 0) {
      throw new ForeignKeyViolationError([...new Set(broken.map((row) => row.table))]);
    }
  },
};
