import type { EntityManager } from '@mikro-orm/core';
import { FlowRun, newId, now } from '../../domain/index.ts';
import { uniqueUpsertColumns } from '../../orm-config/unique-upsert-columns.ts';
import { insertNewRows } from '../../queries/insert-new-rows.ts';
import { inChunks } from '../chunks.ts';
import { rowValues } from '../row-values.ts';
import type { CheckedFlowRun } from './flow-run-fields.ts';
import { inheritedLabels } from './inherited-labels.ts';

/** A flow run in the database, and whether it was put there just now. */
export interface Inserted {
  readonly id: string;
  readonly isNew: boolean;
}

type FlowRunValues = Omit<CheckedFlowRun, 'state'>;

type Keyed = Pick<FlowRunValues, 'flowId' | 'idempotencyKey'>;

// each is a row of many columns
const rowsPerStatement = 25;

/** Inserts flow runs but for those whose idempotency key is taken, in the order given. */
export async function insertFlowRuns(em: EntityManager, flowRuns: readonly FlowRunValues[]): Promise<Inserted[]> {
  const labels = await inheritedLabels(em, flowRuns);
  const created = now();
  const rows = flowRuns.map((values, index) => ({
    ...values,
    id: values.id ?? newId(),
    name: values.name || null,
    labels: labels[index],
    jobVariables: values.jobVariables ?? {},
    created,
  }));
  const inserted = new Set<string>();
  // in one order, so that two that insert the same keys at once never wait for each other in a circle
  for (const some of inChunks(rows.toSorted(byKey), rowsPerStatement)) {
    const values = some.map((row) => rowValues(em, FlowRun, row));
    const ids = await insertNewRows(em, FlowRun, values, uniqueUpsertColumns.flowRunUniqueUpsertColumns);
    ids.forEach((id) => inserted.add(id));
  }
  const isNew = rows.map(({ id }) => inserted.delete(id));
  const met = await idsByKey(
    em,
    rows.filter((_, index) => !isNew[index]),
  );
  return rows.map((row, index) =>
    isNew[index] ? { id: row.id, isNew: true } : { id: met.get(keyOf(row))!, isNew: false },
  );
}

async function idsByKey(em: EntityManager, flowRuns: readonly Keyed[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const [flowId, ofFlow] of Map.groupBy(flowRuns, (flowRun) => flowRun.flowId)) {
    for (const keys of inChunks(ofFlow.flatMap(({ idempotencyKey }) => idempotencyKey ?? []))) {
      const found = await em.find(
        FlowRun,
        { flow: flowId, idempotencyKey: { $in: keys } },
        { fields: ['idempotencyKey'], populate: [], disableIdentityMap: true },
      );
      found.forEach(({ id, idempotencyKey }) => ids.set(keyOf({ flowId, idempotencyKey }), id));
    }
  }
  return ids;
}

function keyOf({ flowId, idempotencyKey = null }: Keyed): string {
  return `${flowId} ${idempotencyKey}`;
}

function byKey(a: Keyed, b: Keyed): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}
