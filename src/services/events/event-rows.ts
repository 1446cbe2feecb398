import { Event, EventResource } from '../../domain/index.ts';
import type { Given } from '../input.ts';
import { idLabel, type NewEvent, roleLabel } from './event-input.ts';

type Labels = NewEvent['resource'];

/** The row of an event. */
export function eventRow(
  { related = [], payload = {}, received, ...values }: Given<NewEvent>,
  recorded: Temporal.Instant,
): Event {
  return new Event({
    ...values,
    related,
    payload,
    received: received ?? recorded,
    recorded,
    resourceId: idOf(values.resource),
    relatedResourceIds: related.map(idOf),
  });
}

/** A row for each resource of an event: its own, without a role, and the related ones. */
export function resourceRows({ id, occurred, resource, related = [] }: Given<NewEvent>): EventResource[] {
  const { [roleLabel]: _role, ...own } = resource;
  return [own, ...related].map((labels) => {
    const { [idLabel]: resourceId, [roleLabel]: resourceRole = '', ...others } = labels;
    return new EventResource({ eventId: id, occurred, resourceId: resourceId!, resourceRole, resource: others });
  });
}

function idOf(labels: Labels): string {
  return labels[idLabel]!;
}
