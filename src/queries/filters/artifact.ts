import { anyOf, column, isNotNull, like, texts } from './criteria.ts';
import { ids, wordsOrNot } from './fields.ts';
import { document, type Given, operated } from './part.ts';

const key = document({
  any_: anyOf(column('key'), texts),
  like_: like(column('key')),
  exists_: isNotNull(column('key')),
});

/** What is asked of an artifact. */
export const artifact = operated({
  id: ids('id'),
  key,
  flow_run_id: ids('flow_run_id'),
  task_run_id: ids('task_run_id'),
  type: wordsOrNot('type'),
});

/** Prefect's filter of artifacts. */
export type ArtifactFilter = Given<typeof artifact>;

/** What is asked of the newest artifact of a key. */
export const artifactCollection = operated({
  latest_id: ids('latest_id'),
  key,
  flow_run_id: ids('flow_run_id'),
  task_run_id: ids('task_run_id'),
  type: wordsOrNot('type'),
});

/** Prefect's filter of the newest artifacts of each key. */
export type ArtifactCollectionFilter = Given<typeof artifactCollection>;
