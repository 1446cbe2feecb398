import type { Opt, Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { Automation } from './automation.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { idOf } from '../shared/relations.ts';
import { InstantType, JsonbType, type ReceivedEvent, ReceivedEventType, UuidType } from '../types/index.ts';

/** Counts events towards the threshold of a trigger, per set of values. */
@Entity()
@Index({ properties: ['automation', 'end'], name: 'ix_automation_bucket__automation_id__end' })
@Unique({
  properties: ['automation', 'triggerId', 'bucketingKey'],
  name: 'uq_automation_bucket__automation_id__trigger_id__bucketing_key',
})
export class AutomationBucket extends Base {
  /** The trigger inside the automation that counts here. */
  @Property({ type: UuidType })
  triggerId!: string;

  /** The values that this bucket counts for; compared as JSON, so their order counts. */
  @Property({ type: JsonbType, onCreate: () => [] })
  bucketingKey: Opt<string[]> = [];

  /** The event counted last; null where the bucket was opened without one. */
  @Property({ type: ReceivedEventType })
  lastEvent: Json<ReceivedEvent> | null = null;

  /** When the window of counting opened. */
  @Property({ type: InstantType })
  start!: Temporal.Instant;

  /** When it closes: its end decides about a proactive trigger. */
  @Property({ type: InstantType })
  end!: Temporal.Instant;

  /** How many events were counted in the window. */
  @Property()
  count!: number;

  /** What the server did to the bucket last, for people who look for a fault. */
  @Property()
  lastOperation: string | null = null;

  /** When the trigger fired in this window; null while it has not. */
  @Property({ type: InstantType })
  triggeredAt: Temporal.Instant | null = null;

  @ManyToOne(() => Automation, { deleteRule: 'cascade', index: false })
  automation!: Ref<Automation>;

  constructor(values: Init<AutomationBucket>) {
    super();
    fill(this, values);
  }

  get automationId(): Opt<string> {
    return idOf(this, 'automation', this.automation);
  }
}
