import type { EntityManager } from '@mikro-orm/core';
import type { FlowRunState, JsonObject, State, TaskRunState } from '../src/domain/index.ts';
import { errorAs, failureOf } from './support/errors.ts';
import type { Observation, Suite } from './support/suite.ts';
import { encodeValue } from './support/values.ts';
import type { World } from './support/world.ts';

interface Input {
  readonly state_table: 'flow_run_state' | 'task_run_state';
  readonly state_id?: string;
  readonly new_state?: JsonObject;
  readonly steps?: readonly string[];
}

type AnyState = FlowRunState | TaskRunState;

/** What the reference asks of a new state before it can be shown; here it is there from the start. */
const fromTheStart = ['id', 'timestamp', 'state_details'];

/** A state as the API has it, of a row or of an entity that was never one. */
export const asState: Suite = {
  file: 'as_state',

  async run(vector, world): Promise<Observation> {
    const input = vector.input as unknown as Input;
    const em = world.em();
    const seen: { state: State | null; entity: AnyState | null } = { state: null, entity: null };
    const error = await failureOf(async () => {
      seen.entity = await entityOf(em, world, input);
      seen.state = seen.entity.asState();
    });
    const { state, entity } = seen;
    return {
      fields: {
        state: state && encodeValue(state),
        error: errorAs(vector.expected['error'], error),
        shares_state_details_with_the_row: state && entity && isShared(state, entity),
        row_state_details_scheduled_time_after: entity?.stateDetails.scheduled_time ?? null,
      },
      ...(error === undefined && isCompleteFromTheStart(input) && ruleOfDefaults),
    };
  },
};

const ruleOfDefaults = {
  byRule: { rule: 'a new state has its id, time and details from the start', fields: ['state', 'error'] },
};

async function entityOf(em: EntityManager, world: World, input: Input): Promise<AnyState> {
  const { class: entityClass } = world.tables.of(input.state_table);
  if (input.new_state === undefined) {
    return (await em.findOneOrFail(entityClass, { id: input.state_id })) as AnyState;
  }
  const state = world.create(em, input.state_table, input.new_state) as AnyState;
  for (const step of input.steps ?? []) {
    if (step === 'flush') {
      await em.flush();
    } else if (step === 'reload') {
      await em.populate(state, ['resultArtifact']);
    } else if (step !== 'artifact') {
      throw new Error(`A case has a step "${step}"`);
    }
  }
  return state;
}

/** Whether what is set in the one shows in the other. */
function isShared(state: State, { stateDetails }: AnyState): boolean {
  const before = stateDetails.pause_key;
  state.state_details.pause_key = 'probe';
  const shared = stateDetails.pause_key === 'probe';
  state.state_details.pause_key = before;
  return shared;
}

function isCompleteFromTheStart({ new_state: values, steps }: Input): boolean {
  return (
    values !== undefined && !steps?.includes('flush') && fromTheStart.some((column) => values[column] === undefined)
  );
}
