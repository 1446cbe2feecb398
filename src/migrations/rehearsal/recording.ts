import type { AbstractSqlConnection, AbstractSqlDriver, AbstractSqlPlatform, SqlEntityManager } from '@mikro-orm/sql';
import type { Script } from './script.ts';

/** An EntityManager over a driver that asks the database, and notes in a script what it would have sent else. */
export function recording(em: SqlEntityManager, script: Script): SqlEntityManager {
  const driver: AbstractSqlDriver = em.getDriver();
  const connection = recordingConnection(driver.getConnection(), script);
  const recorder = over(driver, {
    getConnection: () => connection,
    execute: (sql: string, params?: unknown[]) => noted(script, sql, params),
  });
  return over(em, { getDriver: () => recorder });
}

function recordingConnection(connection: AbstractSqlConnection, script: Script): AbstractSqlConnection {
  const platform = connection.getPlatform() as AbstractSqlPlatform;
  return over(connection, {
    // What changes something is sent as 'run' everywhere, and what asks is not.
    execute: (sql: string, params: unknown[] = [], method = 'all') =>
      method === 'run' ? noted(script, sql, params) : connection.execute(sql, params, method as 'all'),
    transactional: async <T>(work: (trx: object) => Promise<T>, options: { ctx?: object } = {}): Promise<T> => {
      if (options.ctx) {
        return work(options.ctx);
      }
      platform.getBeginTransactionSQL().forEach((statement) => script.note(statement));
      const result = await work({});
      script.note(platform.getCommitTransactionSQL());
      return result;
    },
  });
}

async function noted(script: Script, sql: string, params?: unknown[]): Promise<never[]> {
  script.note(sql, params);
  return [];
}

/** The same object with some members in place of its own. */
function over<T extends object>(target: T, members: Record<string, unknown>): T {
  return new Proxy(target, {
    get(_, name) {
      const member: unknown = Object.hasOwn(members, name) ? members[String(name)] : Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
