import { base } from './columns.ts';

/** Work pools, their queues, and who polls them. */
export const work = `
CREATE TYPE work_pool_status AS ENUM ('READY', 'NOT_READY', 'PAUSED');

CREATE TYPE work_queue_status AS ENUM ('READY', 'NOT_READY', 'PAUSED');

CREATE TYPE worker_status AS ENUM ('ONLINE', 'OFFLINE');

CREATE TABLE work_pool (
  ${base},
  name varchar NOT NULL,
  description varchar,
  type varchar NOT NULL,
  base_job_template jsonb NOT NULL DEFAULT '{}',
  is_paused boolean NOT NULL DEFAULT false,
  concurrency_limit integer,
  default_queue_id uuid,
  status work_pool_status NOT NULL DEFAULT 'NOT_READY',
  last_transitioned_status_at timestamptz,
  last_status_event_id uuid,
  storage_configuration jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT pk_work_pool PRIMARY KEY (id),
  CONSTRAINT uq_work_pool__name UNIQUE (name)
);
CREATE INDEX ix_work_pool__type ON work_pool (type);
CREATE INDEX ix_work_pool__updated ON work_pool (updated);

CREATE TABLE work_queue (
  ${base},
  name varchar NOT NULL,
  filter jsonb,
  description varchar NOT NULL DEFAULT '',
  is_paused boolean NOT NULL DEFAULT false,
  concurrency_limit integer,
  last_polled timestamptz,
  priority integer NOT NULL DEFAULT 1,
  work_pool_id uuid NOT NULL,
  status work_queue_status NOT NULL DEFAULT 'NOT_READY',
  CONSTRAINT pk_work_queue PRIMARY KEY (id),
  CONSTRAINT uq_work_queue__work_pool_id_name UNIQUE (work_pool_id, name),
  CONSTRAINT fk_work_queue__work_pool_id__work_pool FOREIGN KEY (work_pool_id) REFERENCES work_pool (id) ON DELETE CASCADE
);
CREATE INDEX ix_work_queue__updated ON work_queue (updated);
CREATE INDEX ix_work_queue__work_pool_id ON work_queue (work_pool_id);
CREATE INDEX ix_work_queue__work_pool_id_priority ON work_queue (work_pool_id, priority);
CREATE INDEX trgm_ix_work_queue_name ON work_queue USING gin (name gin_trgm_ops);

CREATE TABLE worker (
  ${base},
  name varchar NOT NULL,
  last_heartbeat_time timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  work_pool_id uuid NOT NULL,
  heartbeat_interval_seconds integer,
  status worker_status NOT NULL DEFAULT 'OFFLINE',
  CONSTRAINT pk_worker PRIMARY KEY (id),
  CONSTRAINT uq_worker__work_pool_id_name UNIQUE (work_pool_id, name),
  CONSTRAINT fk_worker__work_pool_id__work_pool FOREIGN KEY (work_pool_id) REFERENCES work_pool (id) ON DELETE CASCADE
);
CREATE INDEX ix_worker__updated ON worker (updated);
CREATE INDEX ix_worker__work_pool_id ON worker (work_pool_id);
CREATE INDEX ix_worker__work_pool_id_last_heartbeat_time ON worker (work_pool_id, last_heartbeat_time);

CREATE TABLE agent (
  ${base},
  name varchar NOT NULL,
  last_activity_time timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  work_queue_id uuid NOT NULL,
  CONSTRAINT pk_agent PRIMARY KEY (id),
  CONSTRAINT uq_agent__name UNIQUE (name),
  CONSTRAINT fk_agent__work_queue_id__work_queue FOREIGN KEY (work_queue_id) REFERENCES work_queue (id)
);
CREATE INDEX ix_agent__updated ON agent (updated);
CREATE INDEX ix_agent__work_queue_id ON agent (work_queue_id);

ALTER TABLE work_pool ADD CONSTRAINT fk_work_pool__default_queue_id__work_queue FOREIGN KEY (default_queue_id) REFERENCES work_queue (id) ON DELETE RESTRICT;
`;
