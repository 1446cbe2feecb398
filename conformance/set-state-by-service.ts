import { FlowRun, type JsonObject, type JsonValue, setClock } from '../src/domain/index.ts';
import {
  type FlowRunTransition,
  type NewState,
  setFlowRunState,
  setTaskRunState,
  type TaskRunTransition,
} from '../src/services/transitions/index.ts';
import { errorAs } from './support/errors.ts';
import type { Observation } from './support/suite.ts';
import { propertyOfColumn } from './support/tables.ts';
import { decode, encodeValue, instantOf } from './support/values.ts';
import type { World } from './support/world.ts';

export interface ServiceOperation {
  readonly op: 'set_flow_run_state' | 'set_task_run_state';
  readonly now: string;
  readonly run_id: string;
  readonly state: JsonObject;
}

/** What the case says of the world after an operation. */
type Step = Readonly<Record<string, JsonValue>>;

type AnyTransition = FlowRunTransition | TaskRunTransition;

const services = { set_flow_run_state: setFlowRunState, set_task_run_state: setTaskRunState };

/** Lets runs enter states by the services, each at the moment of its operation. */
export async function setStatesByService(
  ops: readonly ServiceOperation[],
  expected: JsonObject,
  world: World,
): Promise<Observation> {
  const wanted = (expected['steps'] ?? []) as unknown as readonly (Step | null)[];
  const steps: Step[] = [];
  for (const [index, operation] of ops.entries()) {
    steps.push(await play(operation, wanted[index] ?? {}, world));
  }
  const fields: Record<string, unknown> = { steps };
  for (const field of Object.keys(expected).filter((each) => each in tables)) {
    fields[field] = await rowsOf(tables[field]!, expected[field], world);
  }
  return { fields, rules: { unordered: /^artifacts$/ } };
}

async function play({ op, now, run_id: runId, state }: ServiceOperation, wanted: Step, world: World): Promise<Step> {
  const restoreClock = setClock(() => instantOf(now).epochNanoseconds);
  try {
    const transition = await services[op](world.em(), runId, newState(state, world));
    const seen = {
      error: null,
      status: transition.status,
      state: encodeValue({ ...transition.state.asState(), data: transition.data }),
      details: detailsOf(transition),
      run: await rowOf(op === 'set_flow_run_state' ? 'flow_run' : 'task_run', runId, wanted['run'], world),
      parent_task_run: await rowOf('task_run', parentOf(transition), wanted['parent_task_run'], world),
    };
    return Object.fromEntries(Object.entries(seen).filter(([field]) => field in wanted)) as Step;
  } catch (error) {
    return { ...wanted, error: errorAs(wanted['error'], error) };
  } finally {
    restoreClock();
  }
}

/** The fields of a case with the rows that are there at the end, and their tables. */
const tables: Readonly<Record<string, string>> = {
  flow_run_states: 'flow_run_state',
  task_run_states: 'task_run_state',
  artifacts: 'artifact',
  artifact_collections: 'artifact_collection',
  task_run_state_cache: 'task_run_state_cache',
};

/** What a service takes for a state of the API. */
function newState({ type, name, message, data, state_details: details, timestamp, id }: JsonObject, world: World) {
  return {
    type,
    name,
    message,
    data: data === undefined ? undefined : decode(data, propertyOfColumn(world.tables.of('artifact'), 'data')),
    stateDetails: details,
    timestamp: timestamp === undefined ? undefined : instantOf(timestamp),
    id,
  } as NewState;
}

function detailsOf({ status, reason }: AnyTransition): object {
  return status === 'ACCEPT' ? { type: 'accept_details' } : { type: 'reject_details', reason };
}

function parentOf({ run }: AnyTransition): string | null {
  return run instanceof FlowRun ? run.parentTaskRunId : null;
}

/** The columns of a row that the case tells. */
async function rowOf(table: string, id: string | null, wanted: JsonValue | undefined, world: World): Promise<unknown> {
  if (id === null) {
    return null;
  }
  const row = await world.em().findOneOrFail(world.tables.of(table).class, { id });
  return world.encodeRow(table, row, Object.keys(wanted ?? { id: null }));
}

/** The columns of rows that the case tells, states by time. */
async function rowsOf(table: string, wanted: JsonValue | undefined, world: World): Promise<unknown[]> {
  const [first] = (wanted ?? []) as unknown as JsonObject[];
  const rows = await world.findAll(table);
  return rows
    .map((row) => world.encodeRow(table, row, Object.keys(first ?? { id: null })))
    .toSorted((a, b) => String(a['timestamp']).localeCompare(String(b['timestamp'])));
}
