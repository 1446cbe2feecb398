import { type EntityManager, EntityTransformer, helper, type Opt } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/es';
import { InstantType, UuidType } from '../types/index.ts';
import { showable } from '../types/json/showable.ts';
import { now } from './clock.ts';
import { newId } from './identifiers.ts';

/** What every table has: a random id, when the row was made and when it was last written. */
@Entity({ abstract: true })
export abstract class Base {
  /** Exists from the start: nothing has to be flushed before others can refer to the entity. */
  @PrimaryKey({ type: UuidType, onCreate: newId })
  id: Opt<string> = newId();

  /** When the row was made, by the clock of the application. */
  @Property({ type: InstantType, onCreate: now })
  created: Opt<Temporal.Instant> = now();

  /** Moves to now with every flush that writes the row, unless the caller has set it. */
  @Index()
  @Property({ type: InstantType, onCreate: now, onUpdate: touched })
  updated: Opt<Temporal.Instant> = now();

  /** `FlowRun(id=…)`: says which row this is, and nothing that a log should not hold. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `${this.constructor.name}(id=${this.id ?? 'None'})`;
  }

  /** For `JSON.stringify`: no secret, and nothing that it could not write. */
  toJSON(): object {
    return showable(EntityTransformer.toObject(this)) as object;
  }
}

// what touched() gave out last: after a flush that failed it is still there, and not the caller's
const given = new WeakMap<Base, Temporal.Instant>();

const instants = new InstantType();

/** The caller's own value of `updated`, if it was set since the row was loaded, else now. */
function touched(row: Base, em: EntityManager): Temporal.Instant {
  if (isWrittenAgain(row, em)) {
    return row.updated;
  }
  // the snapshot holds what the database delivered, in its own spelling
  const stored = (helper(row).__originalEntityData as { updated?: string } | undefined)?.updated;
  const current = row.updated as Temporal.Instant | null | undefined;
  const before = stored === undefined ? undefined : instants.convertToJSValue(stored, em.getPlatform());
  if (current && current !== given.get(row) && !before?.equals(current)) {
    return current;
  }
  const moment = now();
  given.set(row, moment);
  return moment;
}

/** Whether this flush has written the row before: one of two rows that point at each other goes in first, and points later. */
function isWrittenAgain(row: Base, em: EntityManager): boolean {
  for (const [entity] of em.getUnitOfWork().getExtraUpdates()) {
    if (entity === row) {
      return true;
    }
  }
  return false;
}
