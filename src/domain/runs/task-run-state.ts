import type { Opt, OptionalProps, Ref } from '@mikro-orm/core';
import { Entity, ManyToOne } from '@mikro-orm/decorators/es';
import { fill, type Init } from '../shared/init.ts';
import { idOf } from '../shared/relations.ts';
import { TaskRun } from './task-run.ts';
import { RunState } from './run-state.ts';

/** One entry in the history of a {@link TaskRun}; a run has at most one per timestamp. */
@Entity()
export class TaskRunState extends RunState {
  // a state may be made before it is given to a run
  declare [OptionalProps]?: 'taskRun';

  /** The run whose history it belongs to. */
  @ManyToOne(() => TaskRun, { deleteRule: 'cascade', inversedBy: 'states', index: false })
  taskRun!: Ref<TaskRun>;

  constructor(values: Init<TaskRunState>) {
    super();
    fill(this, values);
    this.enterNow();
  }

  get taskRunId(): Opt<string> {
    return idOf(this, 'taskRun', this.taskRun);
  }
}
