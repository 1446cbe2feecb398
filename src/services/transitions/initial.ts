import type { RunState } from '../../domain/index.ts';

/** What a transition asks of the state that a run leaves. The result is there only of a completed one that may be completed again. */
export type Initial = Pick<RunState, 'type' | 'name' | 'timestamp' | 'stateDetails'> & Partial<Pick<RunState, 'data'>>;
