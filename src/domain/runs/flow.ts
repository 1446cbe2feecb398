import { Collection, type Opt } from '@mikro-orm/core';
import { Entity, Index, OneToMany, Property, Unique } from '@mikro-orm/decorators/es';
import { Deployment } from '../deployments/deployment.ts';
import { FlowRun } from './flow-run.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { JsonbType, type JsonObject } from '../types/index.ts';

/** A workflow, one row per name. Deleting it takes its deployments and runs along. */
@Entity()
@Index({ properties: ['created'] })
export class Flow extends Base {
  @Unique()
  @Property()
  name!: string;

  /** Free labels, in the order given; duplicates are kept. */
  @Property({ type: JsonbType, onCreate: () => [] })
  tags: Opt<string[]> = [];

  /** Key and value labels; null when none were given. */
  @Property({ type: JsonbType })
  labels: Json<JsonObject> | null = null;

  @OneToMany(() => Deployment, 'flow')
  deployments = new Collection<Deployment>(this);

  @OneToMany(() => FlowRun, 'flow')
  flowRuns = new Collection<FlowRun>(this);

  constructor(values: Init<Flow>) {
    super();
    fill(this, values);
  }
}
