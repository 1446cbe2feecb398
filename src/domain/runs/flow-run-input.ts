import type { Opt, Ref } from '@mikro-orm/core';
import { Entity, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { FlowRun } from './flow-run.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import { idOf } from '../shared/relations.ts';

/** A value sent to a flow run that waits for input, by key. */
@Entity()
@Unique({ properties: ['flowRun', 'key'] })
export class FlowRunInput extends Base {
  /** What the run waits for; its keys are unique. */
  @Property()
  key!: string;

  /** The value, as JSON text. */
  @Property({ type: 'text' })
  value!: string;

  /** Who sent it, such as `prefect.flow-run.<id>`; null when unknown. */
  @Property()
  sender: string | null = null;

  @ManyToOne(() => FlowRun, { deleteRule: 'cascade', index: false })
  flowRun!: Ref<FlowRun>;

  constructor(values: Init<FlowRunInput>) {
    super();
    fill(this, values);
  }

  get flowRunId(): Opt<string> {
    return idOf(this, 'flowRun', this.flowRun);
  }
}
