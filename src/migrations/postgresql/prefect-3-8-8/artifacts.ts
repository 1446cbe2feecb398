import { base } from './columns.ts';

/** What runs publish, and the newest artifact of each key. */
export const artifacts = `
CREATE TABLE artifact (
  ${base},
  "key" varchar,
  type varchar,
  data json,
  metadata_ json,
  task_run_id uuid,
  flow_run_id uuid,
  description varchar,
  CONSTRAINT pk_artifact PRIMARY KEY (id)
);
CREATE INDEX ix_artifact__flow_run_id ON artifact (flow_run_id);
CREATE INDEX ix_artifact__key ON artifact (key);
CREATE INDEX ix_artifact__key_created_desc ON artifact (key, created DESC) INCLUDE (id, updated, type, task_run_id, flow_run_id);
CREATE INDEX ix_artifact__task_run_id ON artifact (task_run_id);
CREATE INDEX ix_artifact__updated ON artifact (updated);

CREATE TABLE artifact_collection (
  ${base},
  "key" varchar NOT NULL,
  latest_id uuid NOT NULL,
  task_run_id uuid,
  flow_run_id uuid,
  type varchar,
  data json,
  description varchar,
  metadata_ json,
  CONSTRAINT pk_artifact_collection PRIMARY KEY (id),
  CONSTRAINT uq_artifact_collection__key UNIQUE ("key")
);
CREATE INDEX ix_artifact_collection__key_latest_id ON artifact_collection (key, latest_id);
CREATE INDEX ix_artifact_collection__updated ON artifact_collection (updated);
`;
