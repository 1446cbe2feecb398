import * as z from 'zod';
import { inputOf, instant, jsonObject, text, uuid } from '../input.ts';

/** What a Prefect server allows by its own defaults. */
const limits = { labels: 500, related: 100, name: 1024 };

/** The label that names a resource. */
export const idLabel = 'prefect.resource.id';
/** The label that says what a related resource has to do with the event. */
export const roleLabel = 'prefect.resource.role';

const resource = z
  .record(z.string(), text, { error: 'is not an object of labels.' })
  .refine((labels) => Object.keys(labels).length <= limits.labels, { error: `has more than ${limits.labels} labels.` })
  .refine(...mustHave(idLabel));

const related = resource.refine(...mustHave(roleLabel));

/** Events, in the words of Prefect's API. */
export const newEvents = z.array(
  inputOf({
    /** By which it is known when it comes a second time. */
    id: uuid,
    /** When it happened, by the sender's clock. */
    occurred: instant,
    /** What happened: `prefect.flow-run.Completed`, or a name of the user's. */
    event: text.max(limits.name, { error: `is longer than ${limits.name} characters.` }),
    /** The labels of what it happened to; `prefect.resource.id` names it. */
    resource,
    /** The labels of what else took part; `prefect.resource.role` says how. */
    related: z
      .array(related, { error: 'is not a list of resources.' })
      .max(limits.related, { error: `is a list of more than ${limits.related} resources.` })
      .optional(),
    payload: jsonObject.optional(),
    /** The event that it is known to come after. */
    follows: uuid.nullish(),
    /** When the server received it; now, where it is left out. */
    received: instant.optional(),
  }),
  { error: 'is not a list.' },
);

/** An event that a server received. */
export type NewEvent = z.input<typeof newEvents>[number];

function mustHave(label: string) {
  return [(labels: Record<string, string>) => Boolean(labels[label]), { error: `lacks the label ${label}.` }] as const;
}
