import type { Opt, Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { Automation } from './automation.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import { idOf } from '../shared/relations.ts';

/** A resource that an {@link Automation} mentions or belongs to. */
@Entity()
@Unique({
  properties: ['automation', 'resourceId'],
  name: 'uq_automation_related_resource__automation_id__resource_id',
})
export class AutomationRelatedResource extends Base {
  /** Which resource, such as `prefect.deployment.<id>`; null never clashes. */
  @Index()
  @Property()
  resourceId: string | null = null;

  /** Whether the automation lives and dies with the resource. */
  @Property({ onCreate: () => false })
  automationOwnedByResource: Opt<boolean> = false;

  @ManyToOne(() => Automation, { deleteRule: 'cascade', inversedBy: 'relatedResources', index: false })
  automation!: Ref<Automation>;

  constructor(values: Init<AutomationRelatedResource>) {
    super();
    fill(this, values);
  }

  get automationId(): Opt<string> {
    return idOf(this, 'automation', this.automation);
  }
}
