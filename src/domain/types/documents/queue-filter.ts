import * as z from 'zod';
import { DocumentType } from '../document-type.ts';
import type { JsonValue } from '../json/json-value.ts';
import { optional, text, uuid } from './fields.ts';

/** Which runs an old work queue takes. */
export interface QueueFilter {
  tags: string[] | null;
  deployment_ids: string[] | null;
  [unknown: string]: JsonValue;
}

export const queueFilterSchema = z.looseObject({
  tags: optional(z.array(text)),
  deployment_ids: optional(z.array(uuid)),
});

/** With every key, from those given. */
export function queueFilter(values: Partial<QueueFilter> = {}): QueueFilter {
  return { tags: null, deployment_ids: null, ...values };
}

export class QueueFilterType extends DocumentType {
  protected readonly schema = queueFilterSchema;
  protected override readonly defaults = () => queueFilter();
}
