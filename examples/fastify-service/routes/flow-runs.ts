import type { EntityManager, Loaded } from '@mikro-orm/core';
import type { FastifyInstance } from 'fastify';
import {
  FlowRun,
  flowRunGraph,
  FlowRunNotFoundError,
  type FlowRunFilters,
  type FlowRunSort,
  flowRunsPage,
  FlowRunState,
  InvalidArgumentError,
  type JsonObject,
} from 'prefect-orm';
import { type NewState, setFlowRunState } from 'prefect-orm/services';
import { flowRunDocument, graphDocument, stateDocument } from '../documents.ts';

interface OfRun {
  Params: { id: string };
}

/** A page as it is asked for: Prefect's filters, and beside them the order, the size and where the page before ended. */
type PageRequest = FlowRunFilters & { sort?: FlowRunSort; limit?: number; after?: string };

/** What can be asked of flow runs, and done to them. */
export async function flowRunRoutes(service: FastifyInstance): Promise<void> {
  service.post<{ Body: PageRequest }>('/filter', { schema: { body: { type: 'object' } } }, async ({ em, body }) => {
    const { sort, limit, after, ...filter } = body;
    const { items, next } = await flowRunsPage(em, { filter, sort, limit, after });
    return { items: (await em.populate([...items], ['flow'])).map(flowRunDocument), next };
  });

  service.get<OfRun>('/:id', async ({ em, params }) => flowRunDocument(await existing(em, params.id)));

  service.get<OfRun>('/:id/history', async ({ em, params }) => {
    const { id } = await existing(em, params.id);
    const states = await em.find(FlowRunState, { flowRun: id }, { orderBy: { timestamp: 'asc' } });
    return states.map(stateDocument);
  });

  service.get<OfRun & { Querystring: { since?: string } }>('/:id/graph', async ({ em, params, query }) => {
    const since = query.since === undefined ? undefined : moment('since', query.since);
    return graphDocument(await flowRunGraph(em, params.id, { since }));
  });

  service.post<OfRun & { Body: { state?: JsonObject } }>(
    '/:id/set_state',
    { schema: { body: { type: 'object' } } },
    async ({ em, params, body }) => {
      const { status, reason, state } = await setFlowRunState(em, params.id, proposed(body.state));
      return { status, reason, state: stateDocument(state) };
    },
  );
}

async function existing(em: EntityManager, id: string): Promise<Loaded<FlowRun, 'flow'>> {
  const run = await em.findOne(FlowRun, { id }, { populate: ['flow'] });
  if (run === null) {
    throw new FlowRunNotFoundError(id);
  }
  return run;
}

/** A state as the API has it. What makes no sense in it is for the service to say. */
function proposed({ state_details: stateDetails, timestamp, ...others }: JsonObject = {}): NewState {
  return {
    ...others,
    ...(stateDetails !== undefined && { stateDetails }),
    ...(timestamp !== undefined && timestamp !== null && { timestamp: moment('state.timestamp', timestamp) }),
  } as unknown as NewState;
}

function moment(parameter: string, text: unknown): Temporal.Instant {
  try {
    return Temporal.Instant.from(text as string);
  } catch {
    throw new InvalidArgumentError(parameter, 'is not a moment such as 2026-11-28T09:30:00Z.');
  }
}
