import type { Platform } from '@mikro-orm/core';
import type { SchemaHelper } from '@mikro-orm/sql';
import type { MigrationDialect } from './dialect.ts';
import { postgresql } from './postgresql.ts';
import { sqlite } from './sqlite.ts';

export { alone } from './alone.ts';
export type { MigrationDialect } from './dialect.ts';

/** A database that cannot change the constraints of a table rebuilds the table, and so needs its foreign keys switched off. */
export function migrationDialectOf(platform: Platform): MigrationDialect {
  const helper = platform.getSchemaHelper() as SchemaHelper;
  return helper.supportsSchemaConstraints() ? postgresql : sqlite;
}
