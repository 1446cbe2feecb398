import type { Platform } from '@mikro-orm/core';
import { postgresqlStorage, sqliteStorage } from '../../../src/domain/types/index.ts';

/** All that a value type asks of a platform is its storage. */
export const sqlite = { storage: sqliteStorage } as unknown as Platform;
export const postgresql = { storage: postgresqlStorage } as unknown as Platform;

/** What `task` throws; a test that expects an error and gets none fails. */
export function thrownBy(task: () => unknown): Record<string, unknown> {
  try {
    task();
  } catch (error) {
    return error as Record<string, unknown>;
  }
  throw new Error('nothing was thrown');
}
