import {
  createFlowRunInput,
  deleteFlowRunInput,
  filterFlowRunInputs,
  readFlowRunInput,
} from '../../src/services/inputs/index.ts';
import type { Play } from './group.ts';

export const flowRunInput: Play = async (world, step) => {
  const em = world.em();
  const [flowRunId, key] = [step['flow_run_id'] as string, step['key'] as string];
  switch (step['function']) {
    case 'filter_flow_run_input': {
      const found = await filterFlowRunInputs(em, flowRunId, {
        prefix: step['prefix'] as string,
        limit: step['limit'] as number,
        excludeKeys: step['exclude_keys'] as string[],
      });
      return found.map((input) => input.key);
    }
    case 'create_flow_run_input':
      return (await createFlowRunInput(em, { flowRunId, key, value: step['value'] as string })).key;
    case 'read_flow_run_input':
      return (await readFlowRunInput(em, flowRunId, key))?.key;
    case 'delete_flow_run_input':
      return deleteFlowRunInput(em, flowRunId, key);
    default:
      throw new Error(`A case calls "${String(step['function'])}"`);
  }
};
