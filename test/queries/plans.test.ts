import type { EntityManager } from '@mikro-orm/core';
import { expect } from 'chai';
import { FlowRun, TaskRun } from '../../src/domain/index.ts';
import { averageLateness } from '../../src/queries/average-lateness.ts';
import { flowRunGraph } from '../../src/queries/flow-run-graph/index.ts';
import { runHistory } from '../../src/queries/run-history.ts';
import { scheduledFlowRunsFromWorkPools } from '../../src/queries/scheduled-flow-runs-from-work-pools.ts';
import { scheduledFlowRunsFromWorkQueues } from '../../src/queries/scheduled-flow-runs-from-work-queues.ts';
import { setStateIdOnInsertedFlowRuns } from '../../src/queries/set-state-id-on-inserted-flow-runs.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { firstStart, makeManyRuns, type ManyRuns } from './support/many-runs.ts';
import { fullScansIn, plansOf } from './support/plans.ts';

describeEachDialect('The plan of a query over 10,000 runs', (db) => {
  let made: ManyRuns;

  before('makes the runs', async function () {
    this.timeout(60_000);
    made = await makeManyRuns(db);
  });

  const day = { start: firstStart.add({ hours: 48 }), end: firstStart.add({ hours: 56 }) };
  const interval = Temporal.Duration.from({ hours: 1 });
  const queries: Record<string, (em: EntityManager) => Promise<unknown>> = {
    'the poll of all queues': (em) => scheduledFlowRunsFromWorkQueues(em),
    'the poll of one queue': (em) =>
      scheduledFlowRunsFromWorkQueues(em, {
        workQueueIds: [made.workQueueId],
        limitPerQueue: 10,
        scheduledBefore: day.end,
      }),
    'the poll of all pools': (em) => scheduledFlowRunsFromWorkPools(em, { respectQueuePriorities: true }),
    'the poll of one pool': (em) =>
      scheduledFlowRunsFromWorkPools(em, { workPoolIds: [made.workPoolId], scheduledBefore: day.end, limit: 10 }),
    'the history of flow runs': (em) => runHistory(em, FlowRun, { ...day, interval }),
    'the history of the failed flow runs': (em) =>
      runHistory(em, FlowRun, { ...day, interval, where: { stateType: 'FAILED' } }),
    'the history of task runs': (em) => runHistory(em, TaskRun, { ...day, interval }),
    'the graph of a flow run': (em) => flowRunGraph(em, made.flowRunId),
    'the average lateness of what waits': (em) => averageLateness(em, { stateType: 'SCHEDULED' }),
    'the states of inserted runs': (em) => setStateIdOnInsertedFlowRuns(em, [made.flowRunId], [made.stateId]),
  };

  for (const [title, query] of Object.entries(queries)) {
    it(`reads no table of runs as a whole for ${title}`, async () => {
      const plans = await plansOf(db, query);
      expect(plans.size).to.be.greaterThan(0);
      expect(fullScansIn(plans), [...plans].flat(2).join('\n')).to.deep.equal([]);
    });
  }

  it('reads the runs as a whole for the average lateness of all', async () => {
    expect(fullScansIn(await plansOf(db, (em) => averageLateness(em)))).to.have.length(1);
  });
});
