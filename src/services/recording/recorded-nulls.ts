import type { EventArgs, EventSubscriber } from '@mikro-orm/core';
import { type AnyEntity, columnsOf, storedValue } from './entities-of.ts';
import type { Unit } from './units.ts';

/** Puts the nulls of a recording back after the defaults were laid over them: where Prefect inserts without its mapped classes, a null stays null. */
export class RecordedNulls implements EventSubscriber<AnyEntity> {
  readonly #rows: ReadonlyMap<string, Unit['rows'][number]>;

  constructor(unit: Unit) {
    this.#rows = new Map(unit.rows.map((row) => [row.id, row]));
  }

  beforeCreate({ entity, meta }: EventArgs<AnyEntity>): void {
    const row = this.#rows.get(entity.id);
    const nulls = row
      ? columnsOf(meta).filter((property) => property.onCreate && storedValue(row, property) === null)
      : [];
    for (const { name } of nulls) {
      entity[name] = null;
    }
  }
}
