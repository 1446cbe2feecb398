import type { Ref, RequiredEntityData } from '@mikro-orm/core';
import { Entity, ManyToOne } from '@mikro-orm/decorators/es';
import { fill } from '../shared/base.ts';
import { TaskRun } from './task-run.ts';
import { RunState } from './run-state.ts';

/** One entry in the history of a {@link TaskRun}; a run has at most one per timestamp. */
@Entity()
export class TaskRunState extends RunState {
  @ManyToOne(() => TaskRun, { deleteRule: 'cascade', inversedBy: 'states', index: false })
  taskRun!: Ref<TaskRun>;

  constructor(values: RequiredEntityData<TaskRunState>) {
    super();
    fill(this, values);
  }

  get taskRunId(): string {
    return this.taskRun.id;
  }
}
