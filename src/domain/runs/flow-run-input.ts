import type { Ref, RequiredEntityData } from '@mikro-orm/core';
import { Entity, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { FlowRun } from './flow-run.ts';
import { Base, fill } from '../shared/base.ts';

/** A value sent to a flow run that waits for input, by key. */
@Entity()
@Unique({ properties: ['flowRun', 'key'] })
export class FlowRunInput extends Base {
  @Property()
  key!: string;

  @Property({ type: 'text' })
  value!: string;

  @Property()
  sender: string | null = null;

  @ManyToOne(() => FlowRun, { deleteRule: 'cascade', index: false })
  flowRun!: Ref<FlowRun>;

  constructor(values: RequiredEntityData<FlowRunInput>) {
    super();
    fill(this, values);
  }

  get flowRunId(): string {
    return this.flowRun.id;
  }
}
