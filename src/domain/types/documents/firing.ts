import * as z from 'zod';
import { newId } from '../../shared/identifiers.ts';
import { DocumentType } from '../document-type.ts';
import type { FloatTree } from '../json/floats.ts';
import type { JsonValue } from '../json/json-value.ts';
import { dateTime, generating, optional, textMap, uuid } from './fields.ts';
import { type ReceivedEvent, receivedEventSchema } from './received-event.ts';
import { type Trigger, triggerFloats, triggerSchema } from './triggers.ts';

/** One firing of a trigger, with those of its children. */
export interface Firing {
  id: string;
  trigger: Trigger;
  trigger_states: ('Triggered' | 'Resolved')[];
  triggered: string;
  triggering_labels: Record<string, string>;
  triggering_firings: Firing[];
  triggering_event: ReceivedEvent | null;
  triggering_value: JsonValue;
  [unknown: string]: JsonValue;
}

const states = z
  .array(z.enum(['Triggered', 'Resolved'], { error: 'must be Triggered or Resolved' }), {
    error: 'must be a list of states',
  })
  .min(1, { error: 'must not be empty' })
  .transform((members) => [...new Set(members)]);

const fields = z.looseObject({
  id: uuid,
  trigger: triggerSchema,
  trigger_states: states,
  triggered: dateTime,
  triggering_labels: textMap.default(() => ({})),
  triggering_firings: z
    .array(
      z.lazy(() => firingSchema),
      { error: 'must be a list of firings' },
    )
    .default(() => []),
  triggering_event: optional(receivedEventSchema),
  triggering_value: optional(z.unknown()),
});

export const firingSchema: z.ZodType<unknown> = generating({ id: newId }, fields);

const floats: FloatTree = {
  trigger: triggerFloats,
  get triggering_firings() {
    return { '*': floats };
  },
};

export class FiringType extends DocumentType {
  protected readonly schema = firingSchema;
  protected override readonly floats = floats;
}
