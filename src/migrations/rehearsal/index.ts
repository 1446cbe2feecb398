import type { MikroORM } from '@mikro-orm/core';
import type { AbstractSqlPlatform, SqlEntityManager } from '@mikro-orm/sql';
import { migrationDialectOf } from '../dialects/index.ts';
import type { PrefectMigrateOptions } from '../prefect-migrator.ts';
import { RehearsedMigrator } from './rehearsed-migrator.ts';
import { Script } from './script.ts';

/**
 * What a migration would send now, from the start of its transaction to the end. Sends nothing but questions itself, so that the
 * connection may be read only.
 *
 * @returns the statements without semicolons; empty when nothing would change
 * @throws whatever the migration would refuse with
 */
export async function rehearse(
  orm: MikroORM,
  direction: 'up' | 'down',
  options?: PrefectMigrateOptions,
): Promise<string[]> {
  const script = new Script();
  await new RehearsedMigrator(orm.em as SqlEntityManager, script)[direction](options);
  const frame = frameOf(orm);
  return script.statements.some((statement) => !frame.has(statement)) ? script.statements : [];
}

/** What every migration sends, also the one that has nothing to do. */
function frameOf({ driver }: MikroORM): ReadonlySet<string> {
  const platform = driver.getPlatform() as AbstractSqlPlatform;
  const { before, within, after } = migrationDialectOf(platform).solitude;
  return new Set([
    ...before,
    ...platform.getBeginTransactionSQL(),
    ...within,
    platform.getCommitTransactionSQL(),
    ...after,
  ]);
}
