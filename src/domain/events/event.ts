import type { Opt, RequiredEntityData } from '@mikro-orm/core';
import { Entity, Index, Property } from '@mikro-orm/decorators/es';
import { Base, fill } from '../shared/base.ts';
import { InstantType, JsonbType, type JsonObject, UuidType } from '../types/index.ts';

/** Something that happened, as the server received it. Rows are only ever inserted. */
@Entity({ tableName: 'events' })
@Index({ properties: ['event', 'id'], name: 'ix_events__event__id' })
@Index({ properties: ['event', 'occurred', 'id'] })
@Index({ properties: ['event', 'resourceId', 'occurred'] })
@Index({ properties: ['occurred', 'id'] })
export class Event extends Base {
  /** When it happened, by the sender's clock. */
  @Index()
  @Property({ type: InstantType })
  occurred!: Temporal.Instant;

  @Property({ type: 'text' })
  event!: string;

  @Property({ type: 'text' })
  resourceId!: string;

  @Property({ type: JsonbType })
  resource!: JsonObject;

  @Property({ type: JsonbType, onCreate: () => [] })
  relatedResourceIds: Opt<string[]> = [];

  @Property({ type: JsonbType, onCreate: () => [] })
  related: Opt<JsonObject[]> = [];

  @Property({ type: JsonbType })
  payload!: JsonObject;

  /** When the server received it. */
  @Property({ type: InstantType })
  received!: Temporal.Instant;

  /** When the server stored it. */
  @Property({ type: InstantType })
  recorded!: Temporal.Instant;

  /** The event that this one comes after, if it said so; no foreign key. */
  @Property({ type: UuidType })
  follows: string | null = null;

  constructor(values: RequiredEntityData<Event>) {
    super();
    fill(this, values);
  }
}
