import type { Opt, Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { JsonbType, type JsonObject } from '../types/index.ts';
import { WorkQueue } from '../work/work-queue.ts';
import { Deployment } from './deployment.ts';

/**
 * A table that only the reference's migrations know: its server has no class for it and never fills it.
 *
 * @internal
 */
@Entity()
@Unique({ properties: ['deployment', 'branch'], name: 'uq_deployment_version__deployment__branch' })
export class DeploymentVersion extends Base {
  @Property()
  branch: string | null = null;

  @Property({ type: JsonbType, onCreate: () => ({}) })
  versionInfo: Opt<Json<JsonObject>> = {};

  @Property({ type: 'text' })
  description: string | null = null;

  @Property({ type: JsonbType, onCreate: () => [] })
  tags: Opt<string[]> = [];

  @Property({ type: JsonbType })
  labels: Json<JsonObject> | null = null;

  @Property()
  entrypoint: string | null = null;

  @Property({ type: JsonbType })
  pullSteps: Json<JsonObject[]> | null = null;

  @Property({ type: JsonbType, onCreate: () => ({}) })
  parameters: Opt<Json<JsonObject>> = {};

  @Property({ type: JsonbType })
  parameterOpenapiSchema: Json<JsonObject> | null = null;

  @Property({ onCreate: () => false })
  enforceParameterSchema: Opt<boolean> = false;

  @Index()
  @Property()
  workQueueName: string | null = null;

  @Property({ type: JsonbType, onCreate: () => ({}) })
  infraOverrides: Opt<Json<JsonObject>> = {};

  @ManyToOne(() => Deployment, { deleteRule: 'cascade', index: true })
  deployment!: Ref<Deployment>;

  @ManyToOne(() => WorkQueue, { deleteRule: 'set null', index: true })
  workQueue: Ref<WorkQueue> | null = null;

  constructor(values: Init<DeploymentVersion>) {
    super();
    fill(this, values);
  }
}
