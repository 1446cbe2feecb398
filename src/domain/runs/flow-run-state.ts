import type { Opt, OptionalProps, Ref } from '@mikro-orm/core';
import { Entity, ManyToOne } from '@mikro-orm/decorators/es';
import { fill, type Init } from '../shared/init.ts';
import { idOf } from '../shared/relations.ts';
import { FlowRun } from './flow-run.ts';
import { RunState } from './run-state.ts';

/** One entry in the history of a {@link FlowRun}; a run has at most one per timestamp. */
@Entity()
export class FlowRunState extends RunState {
  // a state may be made before it is given to a run
  declare [OptionalProps]?: 'flowRun';

  /** The run whose history it belongs to. */
  @ManyToOne(() => FlowRun, { deleteRule: 'cascade', inversedBy: 'states', index: false })
  flowRun!: Ref<FlowRun>;

  constructor(values: Init<FlowRunState>) {
    super();
    fill(this, values);
    this.enterNow();
  }

  get flowRunId(): Opt<string> {
    return idOf(this, 'flowRun', this.flowRun);
  }
}
