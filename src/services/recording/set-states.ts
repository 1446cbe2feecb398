import type { EntityManager } from '@mikro-orm/core';
import { FlowRunState, type Run, TaskRunState } from '../../domain/index.ts';
import { recordedUpdate } from './entities-of.ts';
import type { RecordedRow } from './recording.ts';

/**
 * Sets new states on their runs, whether those are new as well or in the database already.
 *
 * @param underway the recorded runs, by id, that are not at their last state yet: another one stays where it is
 */
export function setStates(
  em: EntityManager,
  entities: readonly object[],
  underway: ReadonlyMap<string, RecordedRow>,
): void {
  const move = (run: Run, setState: () => void): void => {
    const recorded = underway.get(run.id);
    if (recorded) {
      setState();
      // as it was recorded, however often the run is written
      run.updated = recordedUpdate(em, recorded);
    }
  };
  for (const state of entities) {
    if (state instanceof FlowRunState) {
      const run = state.flowRun.unwrap();
      move(run, () => run.setState(state));
    } else if (state instanceof TaskRunState) {
      const run = state.taskRun.unwrap();
      move(run, () => run.setState(state));
    }
  }
}
