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

  /** Free text, empty when there is none. */
  @Property({ onCreate: () => '' })
  description: Opt<string> = '';

  /** Whether it reacts at all. */
  @Property({ onCreate: () => true })
  enabled: Opt<boolean> = true;

  /** Free labels, in the order given; duplicates are kept. */
  @Property({ type: JsonbType, onCreate: () => [] })
  tags: Opt<string[]> = [];

  /** When to act: an event trigger, or one composed of others. */
  @Property({ type: TriggerType })
  trigger!: Json<Trigger>;

  /** What to do each time the trigger fires. */
  @Property({ type: ActionsType })
  actions!: Json<Action[]>;

  /** What to do when the automation goes into the triggered state. */
  @Property({ type: ActionsType, onCreate: () => [] })
  actionsOnTrigger: Opt<Json<Action[]>> = [];

  /** What to do when it leaves that state. */
  @Property({ type: ActionsType, onCreate: () => [] })
  actionsOnResolve: Opt<Json<Action[]>> = [];

  /** The resources that it mentions or belongs to. */
  @OneToMany(() => AutomationRelatedResource, 'automation')
  relatedResources = new Collection<AutomationRelatedResource>(this);

  constructor(values: Init<Automation>) {
    super();
    fill(this, values);
  }
}
