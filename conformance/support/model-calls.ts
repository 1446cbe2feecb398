import type { EntityManager } from '@mikro-orm/core';
import type { JsonObject } from '../../src/domain/index.ts';
import { createArtifact } from '../../src/services/artifacts/index.ts';
import { createBlockType } from '../../src/services/blocks/index.ts';
import { createConcurrencyLimit } from '../../src/services/concurrency/index.ts';
import { createDeployment } from '../../src/services/deployments/index.ts';
import { createFlowRun } from '../../src/services/flow-runs/index.ts';
import { createFlow } from '../../src/services/flows/index.ts';
import { createSavedSearch } from '../../src/services/searches/index.ts';
import { createTaskRun } from '../../src/services/task-runs/index.ts';
import { createVariable } from '../../src/services/variables/index.ts';
import { camelCase } from './tables.ts';
import { instantOf } from './values.ts';

/** A call of one of our services, in the words of the reference. */
type ModelCall = (em: EntityManager, argument: JsonObject, extra: JsonObject) => Promise<{ id: string }>;

/** The functions of the reference that a case may call, by their names there. */
export const modelCalls: Readonly<Record<string, ModelCall>> = {
  'models.artifacts.create_artifact': (em, argument) => createArtifact(em, inputOf(argument)),
  // where the reference leaves the id out
  'models.block_types.create_block_type': (em, { id: _id, ...argument }, { override }) =>
    createBlockType(em, inputOf(argument), { override: override === true }),
  'models.concurrency_limits.create_concurrency_limit': (em, argument) => createConcurrencyLimit(em, inputOf(argument)),
  'models.deployments.create_deployment': (em, argument) => createDeployment(em, inputOf(argument)),
  'models.flow_runs.create_flow_run': (em, argument) => createFlowRun(em, inputOf(argument)),
  'models.flows.create_flow': (em, argument) => createFlow(em, inputOf(argument)),
  'models.saved_searches.create_saved_search': (em, argument) => createSavedSearch(em, inputOf(argument)),
  'models.task_runs.create_task_run': (em, argument) => createTaskRun(em, inputOf(argument)),
  'models.variables.create_variable': (em, argument) => createVariable(em, inputOf(argument)),
};

/** What a service takes for what the reference's function takes: other names, and moments for their texts. */
function inputOf<Input>(argument: JsonObject): Input {
  const values = Object.entries(argument).map(([key, value]) => [camelCase(key), valueOf(key, value)]);
  return Object.fromEntries(values) as Input;
}

function valueOf(key: string, value: JsonObject[string]): unknown {
  if (key === 'state' && value !== null) {
    return inputOf(value as JsonObject);
  }
  if (key === 'schedules') {
    return (value as JsonObject[]).map((schedule) => inputOf(schedule));
  }
  return moments.test(key) && value !== null ? instantOf(value) : value;
}

const moments = /(^timestamp|_time|_expiration|_polled)$/;
