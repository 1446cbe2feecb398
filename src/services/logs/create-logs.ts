import type { EntityManager } from '@mikro-orm/core';
import * as z from 'zod';
import { Log } from '../../domain/index.ts';
import { checked, type Given, inputOf, instant, text, uuid } from '../input.ts';
import { inTransaction } from '../transaction.ts';

const newLog = inputOf({
  id: uuid.optional(),
  /** Of the logger. */
  name: text,
  /** As in Python's logging: 10 debug, 20 info, 30 warning, 40 error, 50 critical. */
  level: z
    .int({ error: 'is not a whole number.' })
    .min(-32_768, { error: 'is less than -32768.' })
    .max(32_767, { error: 'is more than 32767.' }),
  message: text,
  timestamp: instant,
  flowRunId: uuid.nullish(),
  taskRunId: uuid.nullish(),
});
const newLogs = z.array(newLog, { error: 'is not a list.' });

/** A line to be kept. */
export type NewLog = z.input<typeof newLog>;

/**
 * Keeps log lines, all of them or none. NUL characters, which PostgreSQL cannot hold, are taken out of names and messages.
 *
 * @throws {@link InvalidArgumentError} for a line that makes no sense, such as `logs[3].level`; nothing is written
 */
export async function createLogs(em: EntityManager, logs: readonly NewLog[]): Promise<void> {
  const lines = checked('logs', newLogs, logs);
  await inTransaction(em, (tx) => tx.insertMany(Log, lines.map(lineOf)));
}

function lineOf({ name, message, ...values }: Given<NewLog>): Log {
  return new Log({ ...values, name: withoutNul(name), message: withoutNul(message) });
}

function withoutNul(value: string): string {
  return value.replaceAll('\0', '');
}
