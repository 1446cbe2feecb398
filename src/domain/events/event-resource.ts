import { Entity, Index, Property } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { InstantType, type JsonObject, JsonType, UuidType } from '../types/index.ts';

/** One resource of one {@link Event}: its own, with an empty role, or a related one. */
@Entity({ tableName: 'event_resources' })
@Index({ properties: ['resourceId', 'occurred'], name: 'ix_event_resources__resource_id__occurred' })
export class EventResource extends Base {
  /** When the event happened, repeated for filtering. */
  @Index()
  @Property({ type: InstantType })
  occurred!: Temporal.Instant;

  @Property({ type: 'text' })
  resourceId!: string;

  /** Empty for the event's own resource. */
  @Property({ type: 'text' })
  resourceRole!: string;

  /** The labels, without the id and the role. */
  @Property({ type: JsonType })
  resource!: Json<JsonObject>;

  /** The event; no foreign key. */
  @Index()
  @Property({ type: UuidType })
  eventId!: string;

  constructor(values: Init<EventResource>) {
    super();
    fill(this, values);
  }
}
