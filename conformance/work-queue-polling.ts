import type { JsonObject } from '../src/domain/index.ts';
import { scheduledFlowRunsFromWorkPools } from '../src/queries/scheduled-flow-runs-from-work-pools.ts';
import { scheduledFlowRunsFromWorkQueues } from '../src/queries/scheduled-flow-runs-from-work-queues.ts';
import { NotHandled, type Observation, type Suite } from './support/suite.ts';
import { camelCase } from './support/tables.ts';
import { instantOf } from './support/values.ts';
import { expectedOn } from './support/vectors.ts';
import type { World } from './support/world.ts';

interface Input {
  readonly function: string;
  readonly args: JsonObject;
}

/** Which runs a poll gives, in which order. */
export const workQueuePolling: Suite = {
  file: 'work_queue_polling',

  async run(vector, world): Promise<Observation | NotHandled> {
    const { function: name, args } = vector.input as unknown as Input;
    const poll = polls[name];
    if (poll === undefined) {
      return new NotHandled(`the function ${name}`);
    }
    const result = await poll(world, optionsOf(args));
    const { result: expected } = expectedOn(vector, world.database.dialect);
    return vector.note === 'which-rows-undefined' && result.length === (expected as unknown[]).length
      ? { fields: {}, byRule: { rule: 'only how many rows there are is defined', fields: ['result'] } }
      : { fields: { result } };
  },
};

const polls: Readonly<Record<string, (world: World, options: object) => Promise<object[]>>> = {
  async get_scheduled_flow_runs_from_work_queues(world, options) {
    const offered = await scheduledFlowRunsFromWorkQueues(world.em(), options);
    return offered.map(({ flowRun, workQueueId }) => ({ flow_run_id: flowRun.id, work_queue_id: workQueueId }));
  },

  async get_scheduled_flow_runs_from_work_pool(world, options) {
    const offered = await scheduledFlowRunsFromWorkPools(world.em(), options);
    return offered.map(({ flowRun, workQueueId, workPoolId }) => ({
      flow_run_id: flowRun.id,
      work_queue_id: workQueueId,
      work_pool_id: workPoolId,
    }));
  },
};

/** Python's arguments as our options: None is left out. */
function optionsOf(args: JsonObject): object {
  return Object.fromEntries(
    Object.entries(args)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [camelCase(name), name.startsWith('scheduled_') ? instantOf(value) : value]),
  );
}
