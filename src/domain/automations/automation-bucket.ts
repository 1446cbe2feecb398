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
@Unique({ properties: ['automation', 'triggerId', 'bucketingKey'], name: 'uq_automation_bucket__automation_id__trigger_id__bucketing_key' })
export class AutomationBucket extends Base {
  @Property({ type: UuidType })
  triggerId!: string;

  /** The values that this bucket counts for; compared as JSON, so their order counts. */
  @Property({ type: JsonbType, onCreate: () => [] })
  bucketingKey: Opt<string[]> = [];

  @Property({ type: ReceivedEventType })
  lastEvent: Json<ReceivedEvent> | null = null;

  @Property({ type: InstantType })
  start!: Temporal.Instant;

  @Property({ type: InstantType })
  end!: Temporal.Instant;

  @Property()
  count!: number;

  @Property()
  lastOperation: string | null = null;

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
