import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  countDeployments,
  countFlowRuns,
  countFlows,
  countTaskRuns,
  deployments,
  flowRuns,
  flows,
  taskRuns,
} from '../../../src/queries/lists/index.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { documentsOf } from './support/documents.ts';
import { predicates } from './support/predicates.ts';
import { makeWorld, store, type World } from './support/world.ts';

const numRuns = 100;

/** What is asked for, which filters it takes beside its own, and who answers. */
const questions = {
  flows: {
    own: 'flows',
    others: ['flow_runs', 'task_runs', 'deployments', 'work_pools'],
    list: flows,
    count: countFlows,
  },
  flowRuns: {
    own: 'flow_runs',
    others: ['flows', 'task_runs', 'deployments', 'work_pools', 'work_pool_queues'],
    list: flowRuns,
    count: countFlowRuns,
  },
  taskRuns: { own: 'task_runs', others: ['flows', 'flow_runs', 'deployments'], list: taskRuns, count: countTaskRuns },
  deployments: {
    own: 'deployments',
    others: ['flows', 'flow_runs', 'task_runs', 'work_pools', 'work_pool_queues'],
    list: deployments,
    count: countDeployments,
  },
} as const;

describeEachDialect('Filters', (db) => {
  let world: World;

  before('makes a world', async () => {
    world = makeWorld(1);
    await store(db.em(), world);
  });

  for (const [kind, { own, others, list, count }] of Object.entries(questions)) {
    it(`pick the ${own.replace('_', ' ')} that plain predicates pick`, async function () {
      this.timeout(60_000);
      const meets = predicates[kind as keyof typeof questions] as (
        asked: object,
        row: object,
        world: World,
      ) => boolean | undefined;
      await fc.assert(
        fc.asyncProperty(documentsOf(world, own, others), async (filter) => {
          const rows = world[kind as keyof typeof questions].filter((row) => meets(filter, row, world) !== false);
          const found = await list(db.em(), { filter });
          expect(found.map(({ id }) => id).toSorted()).to.deep.equal(rows.map(({ id }) => id).toSorted());
          expect(await count(db.em(), filter)).to.equal(rows.length);
        }),
        { numRuns },
      );
    });
  }
});
