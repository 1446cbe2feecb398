import type { Ref, RequiredEntityData } from '@mikro-orm/core';
import { Entity, ManyToOne } from '@mikro-orm/decorators/es';
import { fill } from '../shared/base.ts';
import { FlowRun } from './flow-run.ts';
import { RunState } from './run-state.ts';

/** One entry in the history of a {@link FlowRun}; a run has at most one per timestamp. */
@Entity()
export class FlowRunState extends RunState {
  @ManyToOne(() => FlowRun, { deleteRule: 'cascade', inversedBy: 'states', index: false })
  flowRun!: Ref<FlowRun>;

  constructor(values: RequiredEntityData<FlowRunState>) {
    super();
    fill(this, values);
  }

  get flowRunId(): string {
    return this.flowRun.id;
  }
}
