import type { EntityManager } from '@mikro-orm/core';
import type { JsonObject } from '../src/domain/index.ts';
import {
  countDeployments,
  countFlowRuns,
  countFlows,
  countTaskRuns,
  deployments,
  flowRuns,
  flows,
  taskRuns,
} from '../src/queries/lists/index.ts';
import { errorAs, failureOf } from './support/errors.ts';
import { apiFilters } from './support/filters.ts';
import { NotHandled, type Observation, type Suite } from './support/suite.ts';

interface Input {
  readonly entity: string;
  readonly filters: JsonObject;
}

interface Questions {
  list(em: EntityManager, options: { readonly filter: object }): Promise<readonly { readonly id: string }[]>;
  count(em: EntityManager, filter: object): Promise<number>;
}

const questions: Readonly<Record<string, Questions>> = {
  flows: { list: flows, count: countFlows },
  flow_runs: { list: flowRuns, count: countFlowRuns },
  task_runs: { list: taskRuns, count: countTaskRuns },
  deployments: { list: deployments, count: countDeployments },
};

/** Which rows Prefect's filters pick. */
export const filters: Suite = {
  file: 'filters',

  async run(vector, world): Promise<Observation | NotHandled> {
    const { entity, filters: given } = vector.input as unknown as Input;
    const asked = questions[entity];
    if (asked === undefined) {
      return new NotHandled(`filters of ${entity}`);
    }
    const filter = apiFilters(given);
    const seen: { ids: string[] | null; count: number | null } = { ids: null, count: null };
    const error = await failureOf(async () => {
      seen.ids = (await asked.list(world.em(), { filter })).map(({ id }) => id).toSorted();
      seen.count = await asked.count(world.em(), filter);
    });
    return { fields: { error: errorAs(vector.expected['error'], error), ...seen } };
  },
};
