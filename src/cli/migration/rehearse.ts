import { type DataLossOptions, rehearse } from '../../migrations/index.ts';
import { assertThere, givenDatabase } from '../databases/given.ts';
import { lookAt } from '../databases/looked-at.ts';
import type { Answer } from './answer.ts';
import { fieldsOf } from './run.ts';

/** The SQL that `up` would send. */
export async function rehearseUp(given: string | undefined): Promise<Answer> {
  return rehearsal(given, 'up');
}

/** The SQL that `down` would send. */
export async function rehearseDown(given: string | undefined, options: DataLossOptions): Promise<Answer> {
  await assertThere(givenDatabase(given));
  return rehearsal(given, 'down', options);
}

async function rehearsal(
  given: string | undefined,
  direction: 'up' | 'down',
  options: DataLossOptions = {},
): Promise<Answer> {
  const { orm, configuration } = await lookAt(given);
  try {
    const sql = await rehearse(orm, direction, options);
    return { text: scriptOf(sql), fields: { ...fieldsOf(configuration), sql } };
  } finally {
    await orm.close();
  }
}

function scriptOf(statements: readonly string[]): string {
  return statements.length === 0
    ? '-- Nothing to do.'
    : statements.map((statement) => `${statement.replace(/;\s*$/, '')};`).join('\n');
}
