import * as z from 'zod';
import { DocumentType } from '../document-type.ts';
import type { JsonValue } from '../json/json-value.ts';
import { chosen, text, uuid } from './fields.ts';

/** Where a value of an argument comes from: a run's result, a parameter of the flow, or a constant. */
export type TaskInput =
  | { input_type: 'task_run' | 'flow_run'; id: string; [unknown: string]: JsonValue }
  | { input_type: 'parameter'; name: string; [unknown: string]: JsonValue }
  | { input_type: 'constant'; type: string; [unknown: string]: JsonValue };

/** By name of the argument, everything that went into it. */
export type TaskInputs = Record<string, TaskInput[]>;

const members: Record<string, z.ZodType<unknown>> = {
  task_run: z.looseObject({ input_type: z.literal('task_run').default('task_run'), id: uuid }),
  flow_run: z.looseObject({ input_type: z.literal('flow_run').default('flow_run'), id: uuid }),
  parameter: z.looseObject({ input_type: z.literal('parameter').default('parameter'), name: text }),
  constant: z.looseObject({ input_type: z.literal('constant').default('constant'), type: text }),
};

function kindOf(input: Record<string, unknown>): string {
  return String(input['input_type'] ?? ('id' in input ? 'task_run' : 'name' in input ? 'parameter' : 'constant'));
}

const input = chosen(
  'must be an input of type task_run, flow_run, parameter or constant',
  (value) => members[kindOf(value)],
);

export const taskInputsSchema = z.record(z.string(), z.array(input, { error: 'must be a list of inputs' }), {
  error: 'must be an object of lists',
});

export class TaskInputsType extends DocumentType {
  protected readonly schema = taskInputsSchema;
}
