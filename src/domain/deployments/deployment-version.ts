import type { Opt, Ref, RequiredEntityData } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { Base, fill } from '../shared/base.ts';
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
  versionInfo: Opt<JsonObject> = {};

  @Property({ type: 'text' })
  description: string | null = null;

  @Property({ type: JsonbType, onCreate: () => [] })
  tags: Opt<string[]> = [];

  @Property({ type: JsonbType })
  labels: JsonObject | null = null;

  @Property()
  entrypoint: string | null = null;

  @Property({ type: JsonbType })
  pullSteps: JsonObject[] | null = null;

  @Property({ type: JsonbType, onCreate: () => ({}) })
  parameters: Opt<JsonObject> = {};

  @Property({ type: JsonbType })
  parameterOpenapiSchema: JsonObject | null = null;

  @Property({ onCreate: () => false })
  enforceParameterSchema: Opt<boolean> = false;

  @Index()
  @Property()
  workQueueName: string | null = null;

  @Property({ type: JsonbType, onCreate: () => ({}) })
  infraOverrides: Opt<JsonObject> = {};

  @ManyToOne(() => Deployment, { deleteRule: 'cascade', index: true })
  deployment!: Ref<Deployment>;

  @ManyToOne(() => WorkQueue, { deleteRule: 'set null', index: true })
  workQueue: Ref<WorkQueue> | null = null;

  constructor(values: RequiredEntityData<DeploymentVersion>) {
    super();
    fill(this, values);
  }
}
