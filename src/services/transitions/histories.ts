import type { EntityManager } from '@mikro-orm/core';
import { InstantType, type StateDetails, StateDetailsType, type StateType } from '../../domain/index.ts';
import { latest } from '../../domain/types/instant-text.ts';
import { storedInstant } from '../../queries/arguments.ts';
import { rowsOf, sql, Statement } from '../../queries/statement.ts';
import { inChunks } from '../chunks.ts';
import { FreeMoments } from './free-moments.ts';
import type { Initial } from './initial.ts';
import type { AnyRun, AnyState, RunKind } from './run-kind.ts';

/** What transitions ask of the histories of runs. */
export interface Histories {
  /** The states that the runs have, by the ids of the runs. */
  readonly current: Map<string, Initial>;
  readonly moments: FreeMoments;
}

interface Row {
  readonly id: string;
  readonly run: string;
  readonly type: StateType;
  readonly name: string;
  readonly moment: string;
  readonly details: string;
}

/** Two lists of ids go into a statement, and two moments. */
const runsAtOnce = 450;

/** How far behind a moment that is taken the next free one is looked for: a million states lie between. */
const reach = { seconds: 1 };

const [instants, documents] = [new InstantType(), new StateDetailsType()];

/** @param wanted the moments at which states are to be entered; at least one */
export async function readHistories(
  em: EntityManager,
  kind: Pick<RunKind<AnyRun, AnyState>, 'stateTable' | 'runColumn'>,
  runs: readonly AnyRun[],
  wanted: readonly Temporal.Instant[],
): Promise<Histories> {
  const platform = em.getPlatform();
  const inOrder = wanted.toSorted(Temporal.Instant.compare);
  const from = storedInstant('from', inOrder[0], platform);
  const to = storedInstant('to', behind(inOrder.at(-1)!), platform);
  const [table, run] = [new Statement(kind.stateTable), new Statement(kind.runColumn)];
  const states = new Map<string, Initial>();
  const moments = new FreeMoments();
  for (const some of inChunks(runs, runsAtOnce)) {
    const pointers = new Set(some.flatMap(({ stateId }) => stateId ?? []));
    const rows = await rowsOf<Row>(
      em,
      sql`select id, ${run} as run, type, name, timestamp as moment, state_details as details from ${table}
        where id in (${[null, ...pointers]})
        or (${run} in (${some.map(({ id }) => id)}) and timestamp >= ${from} and timestamp <= ${to})`,
    );
    for (const { id, run: runId, type, name, moment, details } of rows) {
      const timestamp = instants.convertToJSValue(moment, platform)!;
      moments.mark(runId, timestamp);
      if (pointers.has(id)) {
        const stateDetails = documents.convertToJSValue(details, platform) as StateDetails;
        states.set(id, { type, name, timestamp, stateDetails });
      }
    }
  }
  const current = runs.flatMap(({ id, stateId }) => {
    const state = states.get(stateId ?? '');
    return state ? [[id, state] as const] : [];
  });
  return { current: new Map(current), moments };
}

function behind(moment: Temporal.Instant): Temporal.Instant {
  const end = moment.add(reach);
  return Temporal.Instant.compare(end, latest) < 0 ? end : latest;
}
