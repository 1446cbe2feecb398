import type { Opt } from '@mikro-orm/core';
import { Entity, Index, Property } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
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

  /** What happened: `prefect.flow-run.Completed`, or a name of the user's. */
  @Property({ type: 'text' })
  event!: string;

  /** The id inside `resource`, to search for. */
  @Property({ type: 'text' })
  resourceId!: string;

  /** The labels of what it happened to. */
  @Property({ type: JsonbType })
  resource!: Json<JsonObject>;

  /** The ids inside `related`, to search for. */
  @Property({ type: JsonbType, onCreate: () => [] })
  relatedResourceIds: Opt<string[]> = [];

  /** The labels of what else took part, each with its role. */
  @Property({ type: JsonbType, onCreate: () => [] })
  related: Opt<Json<JsonObject[]>> = [];

  /** What the sender had to say beyond that. */
  @Property({ type: JsonbType })
  payload!: Json<JsonObject>;

  /** When the server received it. */
  @Property({ type: InstantType })
  received!: Temporal.Instant;

  /** When the server stored it. */
  @Property({ type: InstantType })
  recorded!: Temporal.Instant;

  /** The event that this one comes after, if it said so; no foreign key. */
  @Property({ type: UuidType })
  follows: string | null = null;

  constructor(values: Init<Event>) {
    super();
    fill(this, values);
  }
}
