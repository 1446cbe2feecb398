/** The domain model: entities, value types, queries. Connections are in `prefect-orm/orm-config`, the schema in `prefect-orm/migrations`. */
export * from './domain/index.ts';
export { insertOnConflict } from './queries/insert-on-conflict.ts';
export * from './queries/sort-orders.ts';
