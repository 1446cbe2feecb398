import * as z from 'zod';
import { DocumentType } from '../document-type.ts';
import type { FloatTree } from '../json/floats.ts';
import type { JsonValue } from '../json/json-value.ts';
import { integer, optional } from './fields.ts';

const LEAST_GRACE = 60;
const MOST_GRACE = 86_400;

/** What happens to a run of a deployment that has no free slot. */
export interface ConcurrencyOptions {
  collision_strategy: 'ENQUEUE' | 'CANCEL_NEW';
  /** How long infrastructure may take to start before its slot is given away, in seconds from 60 to 86,400; null for the default. */
  grace_period_seconds: number | null;
  [unknown: string]: JsonValue;
}

const grace = integer.refine((value) => value >= LEAST_GRACE && value <= MOST_GRACE, {
  error: `must be from ${LEAST_GRACE} to ${MOST_GRACE}`,
});

export const concurrencyOptionsSchema = z.looseObject({
  collision_strategy: z.enum(['ENQUEUE', 'CANCEL_NEW'], { error: 'must be ENQUEUE or CANCEL_NEW' }),
  grace_period_seconds: optional(grace),
});

export class ConcurrencyOptionsType extends DocumentType {
  protected override readonly floats: FloatTree = { grace_period_seconds: 'integer' };
  protected readonly schema = concurrencyOptionsSchema;
  protected override readonly defaults = () => ({ grace_period_seconds: null });
}
