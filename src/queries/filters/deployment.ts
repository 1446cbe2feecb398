import { text } from '../../domain/types/documents/fields.ts';
import { oneOf, sql } from '../statement.ts';
import { column, holdsAll, holdsOne, isEmptyList, isNull, isTrue, like, unheeded, wholeNumber } from './criteria.ts';
import { idsOrNot, named, words } from './fields.ts';
import { document, type Given, operated, type Part } from './part.ts';

const isNamed = like(column('name'));

/** The name of the deployment, or that of its flow. */
const ownOrFlowName: Part<string, string> = {
  schema: text,
  conditions(part, row) {
    const [own] = isNamed.conditions(part, row);
    const [isFlowNamed] = isNamed.conditions(part, row.beside('owner'));
    const ofFlow = sql`exists (select 1 from flow as owner where owner.id = ${row.column('flow_id')} and ${isFlowNamed})`;
    return own === undefined ? [] : [oneOf([own, ofFlow])];
  },
};

const bound: Part<number> = { schema: wholeNumber, conditions: () => [] };

const limit = document({
  ge_: bound,
  le_: bound,
  is_null_: isNull(column('concurrency_limit')),
});

/** What is asked of a deployment. */
export const deployment = operated({
  id: idsOrNot('id'),
  name: named('name'),
  flow_or_deployment_name: document({ like_: ownOrFlowName }),
  paused: document({ eq_: isTrue(column('paused')) }),
  tags: operated({
    all_: holdsAll(column('tags')),
    any_: holdsOne(column('tags')),
    is_null_: isEmptyList(column('tags')),
  }),
  work_queue_name: words('work_queue_name'),
  /** Read, and not heeded: the reference has no such column any more. */
  concurrency_limit: unheeded(limit),
});

/** Prefect's filter of deployments. */
export type DeploymentFilter = Given<typeof deployment>;
