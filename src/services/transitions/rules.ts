import { type FlowRun, type JsonValue, newId, stateDetails } from '../../domain/index.ts';
import { isTruthy } from '../../domain/runs/state.ts';
import type { Initial } from './initial.ts';
import type { Proposal } from './new-state.ts';

/** What comes of a proposal that is not accepted. */
export interface Rejection {
  readonly reason: string;
  /** The state that the run enters instead; null where it stays in the one that it has. */
  readonly instead: Proposal | null;
}

/** What holds for a flow run whatever is forced upon it. Undefined where nothing speaks against the proposal. */
export function rejectionOf(run: FlowRun, initial: Initial | null, proposal: Proposal): Rejection | undefined {
  if (initial === null) {
    return undefined;
  }
  if (initial.type === 'COMPLETED' && proposal.type === 'COMPLETED') {
    const result = initial.data ?? null;
    return isTruthy(result) && isResult(result) && !isResult(proposal.data) ? losesResult : undefined;
  }
  return proposal.type === 'CANCELLING' ? needlessCancelling(run, initial) : undefined;
}

const losesResult: Rejection = {
  reason: 'Cannot overwrite a COMPLETED state that carries persisted result data with one that does not.',
  instead: null,
};

/** To cancel is to stop a process: without one the run is cancelled at once. */
function needlessCancelling(run: FlowRun, initial: Initial): Rejection | undefined {
  const { type, name, stateDetails: details } = initial;
  const isScheduled = type === 'SCHEDULED';
  const isPaused = type === 'PAUSED';
  if ((isScheduled && !run.infrastructurePid) || ((isScheduled || isPaused) && name === 'Resuming')) {
    return { reason: 'Scheduled flow run has no infrastructure to terminate.', instead: cancelled() };
  }
  if (isPaused && details.pause_reschedule) {
    return { reason: 'Suspended flow run has no infrastructure to terminate.', instead: cancelled() };
  }
  return undefined;
}

function cancelled(): Proposal {
  return {
    id: newId(),
    type: 'CANCELLED',
    name: 'Cancelled',
    message: null,
    data: null,
    details: stateDetails(),
    timestamp: null,
  };
}

function isResult(data: JsonValue): boolean {
  return typeof data === 'object' && data !== null && !Array.isArray(data) && data['type'] !== 'unpersisted';
}
