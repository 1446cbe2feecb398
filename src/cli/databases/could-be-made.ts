import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BaseORMConfiguration } from '../../orm-config/index.ts';

/** Whether opening the database for writing would make its file: it is not there, but its folder is. */
export function couldBeMade(configuration: BaseORMConfiguration): boolean {
  const path = configuration.describe();
  return (
    configuration.dialect === 'sqlite' && !configuration.isInMemory && !existsSync(path) && existsSync(dirname(path))
  );
}
