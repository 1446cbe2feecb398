import type { Opt, Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/es';
import { Deployment } from './deployment.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { idOf } from '../shared/relations.ts';
import { JsonbType, type JsonObject, type Schedule, ScheduleType } from '../types/index.ts';

/** When a {@link Deployment} is to run: by interval, cron expression or recurrence rule. */
@Entity()
export class DeploymentSchedule extends Base {
  /** An interval, a cron expression or a recurrence rule, with its zone. */
  @Property({ type: ScheduleType })
  schedule!: Json<Schedule>;

  /** Whether runs are planned by it. */
  @Property({ onCreate: () => true })
  active: Opt<boolean> = true;

  /** How many runs to plan ahead; null for the default of the server. */
  @Property()
  maxScheduledRuns: number | null = null;

  /** What replaces the parameters of the deployment in its runs. */
  @Property({ type: JsonbType, onCreate: () => ({}) })
  parameters: Opt<Json<JsonObject>> = {};

  /** A name unique in the deployment; absent names never clash. */
  @Index()
  @Property()
  slug: string | null = null;

  @ManyToOne(() => Deployment, { deleteRule: 'cascade', inversedBy: 'schedules', index: true })
  deployment!: Ref<Deployment>;

  constructor(values: Init<DeploymentSchedule>) {
    super();
    fill(this, values);
  }

  get deploymentId(): Opt<string> {
    return idOf(this, 'deployment', this.deployment);
  }
}
