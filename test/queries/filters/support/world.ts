import type { EntityManager } from '@mikro-orm/core';
import * as fc from 'fast-check';
import {
  createdBy,
  Deployment,
  Flow,
  FlowRun,
  newId,
  stateTypes,
  TaskRun,
  WorkPool,
  WorkQueue,
} from '../../../../src/domain/index.ts';

/** Words that match each other's patterns, and differ by case; those in which databases agree about it. */
export const words = ['a', 'A', 'ab', 'b%', 'a_b', 'é', ''];
export const tags = ['x', 'y', 'a "quoted" one', 'é'];
export const moments = Array.from({ length: 5 }, (_, index) =>
  Temporal.Instant.from('2026-03-01T12:00:00Z').add({ microseconds: index }),
);
export const people = [newId(), newId()];

const word = fc.constantFrom(...words);
const wordOrNull = fc.option(word);
const momentOrNull = fc.option(fc.constantFrom(...moments));
const someTags = fc.uniqueArray(fc.constantFrom(...tags), { maxLength: 3 });
const stateType = fc.option(fc.constantFrom(...stateTypes));

/** Rows that belong together in all the ways that filters ask about. */
export interface World {
  readonly flows: readonly Flow[];
  readonly deployments: readonly Deployment[];
  readonly workPools: readonly WorkPool[];
  readonly workQueues: readonly WorkQueue[];
  readonly flowRuns: readonly FlowRun[];
  readonly taskRuns: readonly TaskRun[];
}

/** A world that the same seed makes again, but for its ids. */
export function makeWorld(seed: number): World {
  const sample = <Value>(values: fc.Arbitrary<Value>, count: number) => fc.sample(values, { seed, numRuns: count });
  const flows = sample(fc.record({ tags: someTags }), 5).map(
    (values, index) => new Flow({ ...values, name: `${words[index]}${index}` }),
  );
  const workPools = words.slice(0, 3).map((name, index) => new WorkPool({ name: name.repeat(index + 1), type: name }));
  const workQueues = sample(fc.constantFrom(...workPools), 5).map(
    (workPool, index) => new WorkQueue({ workPool, name: `${words[index]}${index}`, priority: index + 1 }),
  );
  const queueOrNull = fc.option(fc.constantFrom(...workQueues));
  const deploymentValues = fc.record({
    flow: fc.constantFrom(...flows.slice(0, 3)),
    tags: someTags,
    paused: fc.boolean(),
    workQueueName: wordOrNull,
    workQueue: queueOrNull,
  });
  const deployments = sample(deploymentValues, 5).map(
    (values, index) => new Deployment({ ...values, name: `${words[index]}${index}` }),
  );
  const run = {
    name: word,
    tags: someTags,
    stateType,
    stateName: wordOrNull,
    startTime: momentOrNull,
    endTime: momentOrNull,
    expectedStartTime: momentOrNull,
  };
  const flowRunValues = fc.record({
    ...run,
    flow: fc.constantFrom(...flows),
    deploymentId: fc.option(fc.constantFrom(...deployments.map(({ id }) => id))),
    workQueue: queueOrNull,
    workQueueName: wordOrNull,
    flowVersion: wordOrNull,
    nextScheduledStartTime: momentOrNull,
    createdBy: fc.option(fc.record({ id: fc.constantFrom(...people), type: word }).map(createdBy)),
  });
  const callers = sample(flowRunValues, 12).map(
    (values, index) => new FlowRun({ ...values, idempotencyKey: words[index] ?? null }),
  );
  const taskRuns = sample(fc.record({ ...run, flowRun: fc.option(fc.constantFrom(...callers)) }), 24).map(
    (values, index) => new TaskRun({ ...values, taskKey: 'task', dynamicKey: String(index) }),
  );
  const called = sample(
    fc.record({ flow: fc.constantFrom(...flows), name: word, parentTaskRun: fc.constantFrom(...taskRuns) }),
    8,
  ).map((values) => new FlowRun(values));
  return { flows, workPools, workQueues, deployments, flowRuns: [...callers, ...called], taskRuns };
}

export async function store(em: EntityManager, world: World): Promise<void> {
  await em.persist(Object.values(world).flat() as object[]).flush();
}
