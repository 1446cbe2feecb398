import type { Ref, RequiredEntityData } from '@mikro-orm/core';
import { Entity, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { Automation } from './automation.ts';
import { Base, fill } from '../shared/base.ts';
import { type Firing, FiringType, InstantType, UuidType } from '../types/index.ts';

/** A firing of a child of a compound or sequence trigger, kept until the parent fires. */
@Entity()
@Unique({ properties: ['automation', 'parentTriggerId', 'childTriggerId'], name: 'uq_composite_trigger_child_firing__a_id__pt_id__ct__id' })
export class CompositeTriggerChildFiring extends Base {
  @Property({ type: UuidType })
  parentTriggerId!: string;

  @Property({ type: UuidType })
  childTriggerId!: string;

  @Property({ type: UuidType })
  childFiringId!: string;

  @Property({ type: InstantType })
  childFiredAt: Temporal.Instant | null = null;

  @Property({ type: FiringType })
  childFiring!: Firing;

  @ManyToOne(() => Automation, { deleteRule: 'cascade', index: false })
  automation!: Ref<Automation>;

  constructor(values: RequiredEntityData<CompositeTriggerChildFiring>) {
    super();
    fill(this, values);
  }

  get automationId(): string {
    return this.automation.id;
  }
}
