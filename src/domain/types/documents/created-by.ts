import * as z from 'zod';
import { DocumentType } from '../document-type.ts';
import type { JsonValue } from '../json/json-value.ts';
import { optional, text, uuid } from './fields.ts';

/** Who or what made a row: a deployment, an automation, a person. */
export interface CreatedBy {
  id: string | null;
  type: string | null;
  display_value: string | null;
  [unknown: string]: JsonValue;
}

/** Who or what last changed a row. */
export type UpdatedBy = CreatedBy;

export const createdBySchema = z.looseObject({
  id: optional(uuid),
  type: optional(text),
  display_value: optional(text),
});

/** With every key, from those given. */
export function createdBy(values: Partial<CreatedBy> = {}): CreatedBy {
  return { id: null, type: null, display_value: null, ...values };
}

export class CreatedByType extends DocumentType {
  protected readonly schema = createdBySchema;
  protected override readonly defaults = () => createdBy();
}

export class UpdatedByType extends CreatedByType {}
