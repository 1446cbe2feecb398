import type { Opt } from '@mikro-orm/core';
import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { InstantType, type ReceivedEvent, ReceivedEventType, UuidType } from '../types/index.ts';

/** An event that arrived before the one it follows. */
@Entity()
@Index({ properties: ['scope', 'leaderEventId'], name: 'ix_ae_follower_scope_leader' })
@Unique({ properties: ['scope', 'followerEventId'], name: 'uq_follower_for_scope' })
export class AutomationEventFollower extends Base {
  /** What the order is kept for: each reader of events keeps its own. */
  @Index()
  @Property({ onCreate: () => '' })
  scope: Opt<string> = '';

  /** The event that is waited for. */
  @Index()
  @Property({ type: UuidType })
  leaderEventId!: string;

  /** The event that waits. */
  @Property({ type: UuidType })
  followerEventId!: string;

  /** When the waiting event was received; those that waited too long are let through. */
  @Index()
  @Property({ type: InstantType })
  received!: Temporal.Instant;

  /** The waiting event, whole. */
  @Property({ type: ReceivedEventType })
  follower!: Json<ReceivedEvent>;

  constructor(values: Init<AutomationEventFollower>) {
    super();
    fill(this, values);
  }
}
