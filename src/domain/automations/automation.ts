import { Collection, type Opt, type RequiredEntityData } from '@mikro-orm/core';
import { Entity, OneToMany, Property } from '@mikro-orm/decorators/es';
import { AutomationRelatedResource } from './automation-related-resource.ts';
import { Base, fill } from '../shared/base.ts';
import { type Action, ActionsType, JsonbType, type Trigger, TriggerType } from '../types/index.ts';

/** A trigger and the actions it sets off. */
@Entity()
export class Automation extends Base {
  @Property()
  name!: string;

  @Property({ onCreate: () => '' })
  description: Opt<string> = '';

  @Property({ onCreate: () => true })
  enabled: Opt<boolean> = true;

  /** Free labels, in the order given; duplicates are kept. */
  @Property({ type: JsonbType, onCreate: () => [] })
  tags: Opt<string[]> = [];

  @Property({ type: TriggerType })
  trigger!: Trigger;

  @Property({ type: ActionsType })
  actions!: Action[];

  @Property({ type: ActionsType, onCreate: () => [] })
  actionsOnTrigger: Opt<Action[]> = [];

  @Property({ type: ActionsType, onCreate: () => [] })
  actionsOnResolve: Opt<Action[]> = [];

  @OneToMany(() => AutomationRelatedResource, 'automation')
  relatedResources = new Collection<AutomationRelatedResource>(this);

  constructor(values: RequiredEntityData<Automation>) {
    super();
    fill(this, values);
  }
}
