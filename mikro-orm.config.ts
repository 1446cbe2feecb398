import {
  AioSqliteORMConfiguration,
  AsyncPostgresORMConfiguration,
  type BaseORMConfiguration,
  configurationFor,
} from './src/orm-config/index.ts';

/** One configuration for each `--contextName`; without one, the URL in the environment decides. */
const configurations: Readonly<Record<string, () => BaseORMConfiguration>> = {
  default: () => configurationFor(),
  sqlite: () => new AioSqliteORMConfiguration(),
  postgresql: () => new AsyncPostgresORMConfiguration(),
};

/** What the `mikro-orm` command line runs with. */
export default (contextName: string) => configurations[contextName]?.().mikroOrmOptions({ contextName });
