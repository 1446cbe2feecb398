import * as z from 'zod';
import { newId } from '../../shared/identifiers.ts';
import { DocumentType } from '../document-type.ts';
import type { FloatTree } from '../json/floats.ts';
import type { JsonValue } from '../json/json-value.ts';
import { chosen, generating, integer, seconds, text, textSet, uuid } from './fields.ts';

/** Labels that a resource must have: one value, or any of several. */
export type ResourceSpecification = Record<string, string | string[]>;

/** Fires when events come in (Reactive), or fail to (Proactive). */
export interface EventTrigger {
  type: 'event';
  id: string;
  match: ResourceSpecification;
  match_related: ResourceSpecification | ResourceSpecification[];
  after: string[];
  expect: string[];
  for_each: string[];
  posture: 'Reactive' | 'Proactive';
  threshold: number;
  /** Seconds. */
  within: number;
  [unknown: string]: JsonValue;
}

/** Fires when some or all of its children have fired. */
export interface CompoundTrigger {
  type: 'compound';
  id: string;
  triggers: Trigger[];
  /** Seconds; null for no limit. */
  within: number | null;
  require: number | 'any' | 'all';
  [unknown: string]: JsonValue;
}

/** Fires when its children have fired in order. */
export interface SequenceTrigger {
  type: 'sequence';
  id: string;
  triggers: Trigger[];
  /** Seconds; null for no limit. */
  within: number | null;
  [unknown: string]: JsonValue;
}

export type Trigger = EventTrigger | CompoundTrigger | SequenceTrigger;

const LEAST_PROACTIVE_SECONDS = 10;

const specification = z.record(z.string(), z.union([text, z.array(text)]), { error: 'must be an object of labels' });
const makers = { id: newId };
const within = seconds.refine((value) => value >= 0, { error: 'must not be negative' });

const eventFields = z
  .looseObject({
    type: z.literal('event').default('event'),
    id: uuid,
    match: specification.default(() => ({})),
    match_related: z
      .union([specification, z.array(specification)], { error: 'must be an object of labels, or a list of them' })
      .default(() => ({})),
    after: textSet.default(() => []),
    expect: textSet.default(() => []),
    for_each: textSet.default(() => []),
    posture: z.enum(['Reactive', 'Proactive'], { error: 'must be Reactive or Proactive' }),
    threshold: integer.default(1),
    within,
  })
  .refine((trigger) => trigger.posture !== 'Proactive' || trigger.within >= LEAST_PROACTIVE_SECONDS, {
    error: `must be at least ${LEAST_PROACTIVE_SECONDS} seconds for a Proactive trigger`,
    path: ['within'],
  });

// the default of one field depends on another, and must stand in its place among the fields
const eventTrigger = z.preprocess((value) => {
  const given = value as Record<string, unknown>;
  const unset = given['within'] === undefined || (given['within'] === 0 && given['posture'] === 'Proactive');
  return unset ? { ...given, within: given['posture'] === 'Proactive' ? LEAST_PROACTIVE_SECONDS : 0 } : given;
}, eventFields);

const triggers = z.array(
  z.lazy(() => triggerSchema),
  { error: 'must be a list of triggers' },
);
const nullableWithin = within.nullable();

const compoundTrigger = z
  .looseObject({
    type: z.literal('compound').default('compound'),
    id: uuid,
    triggers,
    within: nullableWithin,
    require: z.union([z.enum(['any', 'all']), integer], { error: 'must be any, all or a number of triggers' }),
  })
  .refine(
    ({ require, triggers: children }) => typeof require !== 'number' || (require >= 1 && require <= children.length),
    {
      error: 'must be from 1 to the number of triggers',
      path: ['require'],
    },
  );

const sequenceTrigger = z.looseObject({
  type: z.literal('sequence').default('sequence'),
  id: uuid,
  triggers,
  within: nullableWithin,
});

const byType: Record<string, z.ZodType<unknown>> = {
  event: generating(makers, eventTrigger),
  compound: generating(makers, compoundTrigger),
  sequence: generating(makers, sequenceTrigger),
};

function typeOf(value: Record<string, unknown>): string {
  return String(value['type'] ?? ('triggers' in value ? ('require' in value ? 'compound' : 'sequence') : 'event'));
}

export const triggerSchema: z.ZodType<unknown> = chosen(
  'must be a trigger of type event, compound or sequence',
  (value) => byType[typeOf(value)],
);

export const triggerFloats: FloatTree = {
  within: true,
  threshold: 'integer',
  require: 'integer',
  get triggers() {
    return { '*': triggerFloats };
  },
};

export class TriggerType extends DocumentType {
  protected readonly schema = triggerSchema;
  protected override readonly floats = triggerFloats;
}
