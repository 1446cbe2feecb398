import { ExtensionDeniedError } from './errors.ts';

const sql = 'CREATE EXTENSION IF NOT EXISTS pg_trgm';

/** What PostgreSQL answers when the role may not create the extension, or the server does not have it. */
const denied = new Set(['42501', '0A000', '58P01']);

/**
 * Makes the extension that indexes names by their parts.
 *
 * @throws ExtensionDeniedError when the role may not, or the server does not have it
 */
export async function enableTrigrams(execute: (sql: string) => Promise<unknown>): Promise<void> {
  try {
    await execute(sql);
  } catch (error) {
    if (error instanceof Error && denied.has((error as { code?: string }).code ?? '')) {
      throw new ExtensionDeniedError('pg_trgm', sql, error);
    }
    throw error;
  }
}
