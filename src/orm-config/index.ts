export { AioSqliteORMConfiguration } from './aio-sqlite-orm-configuration.ts';
export { AsyncPostgresORMConfiguration } from './async-postgres-orm-configuration.ts';
export { BaseORMConfiguration, type OrmOptions } from './base-orm-configuration.ts';
export { configurationFor } from './configuration-for.ts';
export type { ConnectionOptions, ResolvedConnectionOptions, TlsOptions } from './connection-options.ts';
export * from './errors.ts';
export { discoveredMetadata } from './metadata-source.ts';
export { PrefectNamingStrategy } from './naming-strategy.ts';
export { connectionUrlFromEnvironment } from './url/index.ts';
