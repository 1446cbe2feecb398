import type { JsonValue } from '../../src/domain/index.ts';
import type { World } from '../support/world.ts';

/** One call; its parts depend on the group. */
export type Step = Readonly<Record<string, JsonValue>>;

/** Makes the call of a step, and gives its result as the vector files write it. */
export type Play = (world: World, step: Step) => Promise<unknown>;
