import { constants } from 'node:os';
import type { RootHookObject } from 'mocha';
import { cleanUp } from './cleanup.ts';

// Neither the zone of the databases nor a whole number of hours away from it: code that takes local time for UTC fails
process.env['TZ'] = 'America/St_Johns';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // not `once`: libraries end the process as soon as they find no other listener
  process.on(signal, () => void cleanUp().finally(() => process.exit(128 + constants.signals[signal])));
}

export const mochaHooks: RootHookObject = {
  /** Collections and references need to know the entities, also where a test needs no database. Nothing is connected. */
  async beforeAll(this: Mocha.Context) {
    this.timeout(60_000);
    const { configurationFor } = await import('../../src/orm-config/index.ts');
    await configurationFor('sqlite:///:memory:').init();
  },
};

/** Runs once after all tests, whatever their result. */
export async function mochaGlobalTeardown(): Promise<void> {
  await cleanUp();
}
