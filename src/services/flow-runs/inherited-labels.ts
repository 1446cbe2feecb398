import type { EntityClass, EntityManager } from '@mikro-orm/core';
import { Deployment, Flow, type JsonObject } from '../../domain/index.ts';
import { inChunks } from '../chunks.ts';

/** What the labels of something new under a flow depend on. */
export interface Labelled {
  readonly flowId: string;
  readonly deploymentId?: string | null;
  readonly labels?: JsonObject | null;
}

/**
 * The labels of flow runs and deployments that are made, in their order: those of the deployment, or else of the flow, then what it belongs
 * to, then its own.
 */
export async function inheritedLabels(em: EntityManager, those: readonly Labelled[]): Promise<JsonObject[]> {
  const deployments = await labelledRows(
    em,
    Deployment,
    those.flatMap(({ deploymentId }) => deploymentId ?? []),
  );
  const others = those.filter(({ deploymentId }) => !deployments.has(deploymentId ?? ''));
  const flows = await labelledRows(
    em,
    Flow,
    others.map(({ flowId }) => flowId),
  );
  return those.map(({ flowId, deploymentId, labels }) => {
    const deployment = deployments.get(deploymentId ?? '');
    return deployment
      ? {
          ...deployment.labels,
          'prefect.flow.id': deployment.flowId,
          'prefect.deployment.id': deployment.id,
          ...labels,
        }
      : { ...flows.get(flowId)?.labels, 'prefect.flow.id': flowId, ...labels };
  });
}

async function labelledRows<Row extends Deployment | Flow>(
  em: EntityManager,
  rowClass: EntityClass<Row>,
  ids: readonly string[],
): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  for (const some of inChunks([...new Set(ids)])) {
    // without what a find brings along, and past the identity map
    const found = await em.find<Deployment | Flow>(
      rowClass,
      { id: { $in: some } },
      { populate: false, disableIdentityMap: true },
    );
    found.forEach((row) => rows.set(row.id, row as Row));
  }
  return rows;
}
