import { Collection, type Opt } from '@mikro-orm/core';
import { Entity, OneToMany, Property } from '@mikro-orm/decorators/es';
import { AutomationRelatedResource } from './automation-related-resource.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
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
  trigger!: Json<Trigger>;

  @Property({ type: ActionsType })
  actions!: Json<Action[]>;

  @Property({ type: ActionsType, onCreate: () => [] })
  actionsOnTrigger: Opt<Json<Action[]>> = [];

  @Property({ type: ActionsType, onCreate: () => [] })
  actionsOnResolve: Opt<Json<Action[]>> = [];

  @OneToMany(() => AutomationRelatedResource, 'automation')
  relatedResources = new Collection<AutomationRelatedResource>(this);

  constructor(values: Init<Automation>) {
    super();
    fill(this, values);
  }
}
