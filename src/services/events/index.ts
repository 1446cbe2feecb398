export { deleteEventsBefore, type EventSelection } from './delete-events-before.ts';
export type { NewEvent } from './event-input.ts';
export { readEvent } from './read-event.ts';
export { writeEvents } from './write-events.ts';
