import type { Transaction } from '@mikro-orm/core';
import type { AbstractSqlConnection } from '@mikro-orm/sql';
import type { MigrationDialect } from './dialect.ts';

/** Runs the work in a transaction while every other migrator waits. A foreign key that is broken at its end takes it back. */
export async function alone<T>(
  connection: AbstractSqlConnection,
  dialect: MigrationDialect,
  work: (trx: Transaction) => Promise<T>,
): Promise<T> {
  const { before, within, after } = dialect.solitude;
  await send(connection, before);
  try {
    return await connection.transactional(async (trx) => {
      await send(connection, within, trx);
      const result = await work(trx);
      await dialect.verify(connection, trx);
      return result;
    });
  } finally {
    await send(connection, after);
  }
}

async function send(
  connection: AbstractSqlConnection,
  statements: readonly string[],
  trx?: Transaction,
): Promise<void> {
  for (const statement of statements) {
    await connection.execute(statement, [], 'run', trx);
  }
}
