export { PrefectPostgreSqlSchemaHelper } from './postgresql-schema-helper.ts';
export { PrefectSchemaGenerator } from './schema-generator.ts';
export { PrefectSqliteSchemaHelper } from './sqlite-schema-helper.ts';
