import { type MigrationStatus, migrationStatus, supportedRevision } from '../../migrations/index.ts';
import { lookAt } from '../databases/looked-at.ts';
import { exitCodes, sentenceOf } from '../failure.ts';
import type { Answer } from './answer.ts';
import { fieldsOf } from './run.ts';

const conditions: Readonly<Record<Exclude<MigrationStatus['condition'], 'refused'>, string>> = {
  empty: 'empty. prefect-orm migrate up makes the schema.',
  adoptable: 'made by Prefect. prefect-orm migrate up takes note of that; the entities work without it.',
  current: 'up to date.',
  pending: 'to be migrated with prefect-orm migrate up.',
};

/** Tells what a migration would find in a database. */
export async function tellStatus(given: string | undefined): Promise<Answer> {
  const { orm, configuration } = await lookAt(given);
  try {
    const status = await migrationStatus(orm);
    return {
      text: textOf(configuration.describe(), status),
      fields: { ...fieldsOf(configuration), ...jsonOf(status) },
      error: status.refusal,
      exitCode: exitCodeFor(status),
    };
  } finally {
    await orm.close();
  }
}

function exitCodeFor({ condition }: MigrationStatus): number {
  if (condition === 'refused') {
    return exitCodes.refused;
  }
  return condition === 'empty' || condition === 'pending' ? exitCodes.pending : exitCodes.done;
}

function textOf(database: string, status: MigrationStatus): string {
  const { condition, found, supported, executed, pending, alterations, refusal } = status;
  return [
    `${database} is ${condition === 'refused' ? `refused. ${sentenceOf(refusal)}` : conditions[condition]}`,
    `  revision found      ${found === null ? 'none' : found.join(', ') || 'none'}`,
    `  revision supported  ${supported} (Prefect ${supportedRevision.prefect})`,
    `  migrations run      ${executed.join(', ') || 'none'}${status.madeByPrefect && executed.length > 0 ? ' (adopted)' : ''}`,
    `  migrations to run   ${pending.join(', ') || 'none'}`,
    ...alterations.map(({ table, what, harmful }) => `  ${harmful ? 'altered' : 'no harm'}  ${table}: ${what}`),
  ].join('\n');
}

function jsonOf(status: MigrationStatus): object {
  const { condition, found, supported, executed, pending, madeByPrefect, alterations } = status;
  return { condition, found, supported, executed, pending, made_by_prefect: madeByPrefect, alterations };
}
