import { documentOf, type Join, own, related, together } from './across.ts';
import { artifact, artifactCollection } from './artifact.ts';
import { deployment } from './deployment.ts';
import { flow } from './flow.ts';
import { flowRun } from './flow-run.ts';
import { log } from './log.ts';
import type { Given } from './part.ts';
import { taskRun } from './task-run.ts';
import { variable } from './variable.ts';
import { workPool, workQueue } from './work.ts';

/** The other row that this one names by a column. */
function named(table: string, column: string): Join {
  return { table, own: column, its: 'id', otherFirst: true };
}

/** The other rows that name this one by a column. */
function naming(table: string, column: string): Join {
  return { table, own: 'id', its: column, otherFirst: false };
}

const ofFlow = related(named('flow', 'flow_id'), own({ flows: flow }));
const ofDeployment = related(named('deployment', 'deployment_id'), own({ deployments: deployment }));
const ofTaskRuns = related({ ...naming('task_run', 'flow_run_id'), otherFirst: true }, own({ task_runs: taskRun }));
const ofWorkPool = related(named('work_pool', 'work_pool_id'), own({ work_pools: workPool }));
const ofWorkPoolThroughQueue = related(named('work_queue', 'work_queue_id'), ofWorkPool);
const ofWorkQueue = related(
  named('work_queue', 'work_queue_id'),
  together(own({ work_pool_queues: workQueue }), ofWorkPool),
);

const ofFlowRun = related(
  named('flow_run', 'flow_run_id'),
  together(own({ flow_runs: flowRun }), ofFlow, ofDeployment),
);

/** Which flows: by themselves, by a run of theirs and its task runs, by a deployment of theirs and its pool. */
export const flowFilters = documentOf(
  together(
    own({ flows: flow }),
    related(naming('deployment', 'flow_id'), together(own({ deployments: deployment }), ofWorkPoolThroughQueue)),
    related(naming('flow_run', 'flow_id'), together(own({ flow_runs: flowRun }), ofTaskRuns)),
  ),
);
export type FlowFilters = Given<typeof flowFilters>;

/** Which flow runs: by themselves, by their flow, a task run, their deployment, their queue and its pool. */
export const flowRunFilters = documentOf(
  together(own({ flow_runs: flowRun }), ofFlow, ofDeployment, ofTaskRuns, ofWorkQueue),
);
export type FlowRunFilters = Given<typeof flowRunFilters>;

/** Which task runs: by themselves, by their flow run, its flow and its deployment. */
export const taskRunFilters = documentOf(together(own({ task_runs: taskRun }), ofFlowRun));
export type TaskRunFilters = Given<typeof taskRunFilters>;

/** Which deployments: by themselves, by their flow, a run of theirs and its task runs, their queue and its pool. */
export const deploymentFilters = documentOf(
  together(
    own({ deployments: deployment }),
    ofFlow,
    related(naming('flow_run', 'deployment_id'), together(own({ flow_runs: flowRun }), ofTaskRuns)),
    ofWorkQueue,
  ),
);
export type DeploymentFilters = Given<typeof deploymentFilters>;

const ofTaskRun = related(named('task_run', 'task_run_id'), own({ task_runs: taskRun }));

/** Which artifacts: by themselves, by their flow run, its flow and its deployment, by their task run. */
export const artifactFilters = documentOf(together(own({ artifacts: artifact }), ofFlowRun, ofTaskRun));
export type ArtifactFilters = Given<typeof artifactFilters>;

/** Which of the newest artifacts of each key, as {@link artifactFilters}. */
export const artifactCollectionFilters = documentOf(
  together(own({ artifacts: artifactCollection }), ofFlowRun, ofTaskRun),
);
export type ArtifactCollectionFilters = Given<typeof artifactCollectionFilters>;

export const logFilters = documentOf(own({ logs: log }));
export type LogFilters = Given<typeof logFilters>;

export const variableFilters = documentOf(own({ variables: variable }));
export type VariableFilters = Given<typeof variableFilters>;

export const workPoolFilters = documentOf(own({ work_pools: workPool }));
export type WorkPoolFilters = Given<typeof workPoolFilters>;

/** Which work queues: by themselves and by their pool. */
export const workQueueFilters = documentOf(together(own({ work_queues: workQueue }), ofWorkPool));
export type WorkQueueFilters = Given<typeof workQueueFilters>;
