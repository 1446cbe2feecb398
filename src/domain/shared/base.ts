import { type AnyEntity, helper, type Opt, Reference, type Type, Utils } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/es';
import { InstantType, UuidType } from '../types/index.ts';
import { now } from './clock.ts';
import { newId } from './identifiers.ts';

/** What every table has: a random id, when the row was made and when it was last written. */
@Entity({ abstract: true })
export abstract class Base {
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
}

/**
 * Gives a new entity its values, in a constructor. Entities are wrapped as references where a relation is meant.
 *
 * @param entity the entity under construction
 * @param values what the caller gave; a property left out keeps its default
 */
export function fill(entity: object, values: object): void {
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && !Utils.isCollection((entity as Record<string, unknown>)[key])) {
      (entity as Record<string, unknown>)[key] = Utils.isEntity(value) ? Reference.create(value as AnyEntity) : value;
    }
  }
}

/** The caller's own value of `updated`, if it was set since the row was loaded, else now. */
function touched(row: Base): Temporal.Instant {
  const { __originalEntityData: stored, __meta: meta, __platform: platform } = helper(row as AnyEntity);
  const type = meta.properties['updated' as never] as { customType: Type<Temporal.Instant, string> };
  const untouched = type.customType.convertToDatabaseValue(row.updated, platform) === (stored as { updated?: string }).updated;
  return untouched ? now() : row.updated;
}
