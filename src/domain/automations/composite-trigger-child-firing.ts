import type { Opt, Ref } from '@mikro-orm/core';
import { Entity, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { Automation } from './automation.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { idOf } from '../shared/relations.ts';
import { type Firing, FiringType, InstantType, UuidType } from '../types/index.ts';

/** A firing of a child of a compound or sequence trigger, kept until the parent fires. */
@Entity()
@Unique({
  properties: ['automation', 'parentTriggerId', 'childTriggerId'],
  name: 'uq_composite_trigger_child_firing__a_id__pt_id__ct__id',
})
export class CompositeTriggerChildFiring extends Base {
  /** The compound or sequence trigger that waits for its children. */
  @Property({ type: UuidType })
  parentTriggerId!: string;

  /** The child that fired; only its newest firing is kept. */
  @Property({ type: UuidType })
  childTriggerId!: string;

  /** The id inside the firing. */
  @Property({ type: UuidType })
  childFiringId!: string;

  /** When the child fired; firings that fall out of the parent's window no longer count. */
  @Property({ type: InstantType })
  childFiredAt: Temporal.Instant | null = null;

  /** The firing, whole, with what set it off. */
  @Property({ type: FiringType })
  childFiring!: Json<Firing>;

  @ManyToOne(() => Automation, { deleteRule: 'cascade', index: false })
  automation!: Ref<Automation>;

  constructor(values: Init<CompositeTriggerChildFiring>) {
    super();
    fill(this, values);
  }

  get automationId(): Opt<string> {
    return idOf(this, 'automation', this.automation);
  }
}
