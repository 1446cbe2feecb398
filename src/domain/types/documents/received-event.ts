import * as z from 'zod';
import { now } from '../../shared/clock.ts';
import { DocumentType } from '../document-type.ts';
import type { JsonObject, JsonValue } from '../json/json-value.ts';
import { anyObject, dateTime, generating, optional, text, uuid } from './fields.ts';

/** An event as the server received it. */
export interface ReceivedEvent {
  occurred: string;
  event: string;
  resource: Record<string, string>;
  related: Record<string, string>[];
  payload: JsonObject;
  id: string;
  follows: string | null;
  received: string;
  [unknown: string]: JsonValue;
}

const labels = z.record(z.string(), text, { error: 'must be an object of labels' });
const resource = labels.refine((value) => Boolean(value['prefect.resource.id']), {
  error: 'must have the label prefect.resource.id',
});
const related = resource.refine((value) => Boolean(value['prefect.resource.role']), {
  error: 'must have the label prefect.resource.role',
});

const fields = z.looseObject({
  occurred: dateTime,
  event: text,
  resource,
  related: z.array(related, { error: 'must be a list of resources' }).default(() => []),
  payload: anyObject.default(() => ({})),
  id: uuid,
  follows: optional(uuid),
  received: dateTime,
});

export const receivedEventSchema = generating({ received: now }, fields);

export class ReceivedEventType extends DocumentType {
  protected readonly schema = receivedEventSchema;
}
