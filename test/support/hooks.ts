import type { RootHookObject } from 'mocha';
import { configurationFor } from '../../src/orm-config/index.ts';
import { cleanUp } from './cleanup.ts';

// Neither the zone of the databases nor a whole number of hours away from it: code that takes local time for UTC fails
process.env['TZ'] = 'America/St_Johns';

export const mochaHooks: RootHookObject = {
  /** Collections and references need to know the entities, also where a test needs no database. Nothing is connected. */
  async beforeAll(this: Mocha.Context) {
    this.timeout(60_000);
    await configurationFor('sqlite:///:memory:').init();
  },
};

/** Runs once after all tests, whatever their result. */
export async function mochaGlobalTeardown(): Promise<void> {
  await cleanUp();
}
