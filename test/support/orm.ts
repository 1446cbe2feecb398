import type { MikroORM } from '@mikro-orm/core';
import { type BaseORMConfiguration, configurationFor } from '../../src/orm-config/index.ts';
import { StatementRecorder, statementLogger } from './statements.ts';

export { type BaseORMConfiguration, configurationFor };

/** An ORM as a user of the package opens it, which also tells a recorder what it sends. The caller closes it. */
export async function openOrm(
  configuration: BaseORMConfiguration,
  recorder: StatementRecorder = new StatementRecorder(),
): Promise<MikroORM> {
  return configuration.init({ debug: ['query'], loggerFactory: statementLogger(recorder) });
}
