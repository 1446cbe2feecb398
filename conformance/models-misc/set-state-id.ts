import { setStateIdOnInsertedFlowRuns } from '../../src/queries/set-state-id-on-inserted-flow-runs.ts';
import type { Play } from './group.ts';

export const setStateId: Play = async (world, { inserted_flow_run_ids: flowRuns, insert_flow_run_states: states }) => {
  await setStateIdOnInsertedFlowRuns(world.em(), flowRuns as string[], states as string[]);
};
