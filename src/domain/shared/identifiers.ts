import { randomUUID } from 'node:crypto';

/** A new random id (UUID version 4, lower case), as the reference's mapped classes make them. */
export function newId(): string {
  return randomUUID();
}
