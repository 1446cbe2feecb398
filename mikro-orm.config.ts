import type { Options } from '@mikro-orm/core';
import { AioSqliteORMConfiguration, AsyncPostgresORMConfiguration, configurationFor } from './src/orm-config/index.ts';

/** One configuration for each `--contextName`; without one, the URL in the environment decides. */
const configurations = {
  default: () => configurationFor(),
  sqlite: () => new AioSqliteORMConfiguration(),
  postgresql: () => new AsyncPostgresORMConfiguration(),
};

/** What the `mikro-orm` command line runs with. */
export default (contextName: string): Options | undefined =>
  Object.hasOwn(configurations, contextName) ? configurations[contextName as keyof typeof configurations]().mikroOrmOptions({ contextName }) : undefined;
