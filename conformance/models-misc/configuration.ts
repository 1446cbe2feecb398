import { Configuration, type JsonObject } from '../../src/domain/index.ts';
import {
  clearConfigurationValueCacheForKey,
  deleteConfiguration,
  readConfigurationValue,
  writeConfiguration,
} from '../../src/queries/configuration/index.ts';
import type { World } from '../support/world.ts';
import type { Play, Step } from './group.ts';

export const configuration: Play = async (world, { op }) => {
  const [name, key, value] = op as [string, string, JsonObject];
  const em = world.em();
  switch (name) {
    case 'read':
      return readConfigurationValue(em, key);
    case 'write':
      await writeConfiguration(em, key, value);
      return value;
    case 'delete':
      return deleteConfiguration(em, key);
    case 'clear':
      return clearConfigurationValueCacheForKey(em, key);
    case 'raw':
      await em.nativeUpdate(Configuration, { key }, { value });
      return null;
    default:
      throw new Error(`A case has an operation "${name}"`);
  }
};

/** The next case has a database of its own, as far as it knows. */
export function forgetConfigurations(world: World, steps: readonly Step[]): void {
  for (const { op } of steps) {
    if (Array.isArray(op)) {
      clearConfigurationValueCacheForKey(world.em(), op[1] as string);
    }
  }
}
