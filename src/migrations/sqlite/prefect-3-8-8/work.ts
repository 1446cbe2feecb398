import { base, now } from './columns.ts';

/** Work pools, their queues, and who polls them. */
export const work = `
CREATE TABLE work_pool (
  ${base},
  name VARCHAR NOT NULL,
  description VARCHAR,
  type VARCHAR NOT NULL,
  base_job_template JSON NOT NULL DEFAULT '{}',
  is_paused BOOLEAN NOT NULL DEFAULT '0',
  concurrency_limit INTEGER,
  default_queue_id CHAR(36),
  status VARCHAR(9) NOT NULL DEFAULT 'NOT_READY',
  last_transitioned_status_at DATETIME,
  last_status_event_id CHAR(36),
  storage_configuration JSON NOT NULL DEFAULT '{}',
  CONSTRAINT pk_work_pool PRIMARY KEY (id),
  CONSTRAINT uq_work_pool__name UNIQUE (name),
  CONSTRAINT fk_work_pool__default_queue_id__work_queue FOREIGN KEY (default_queue_id) REFERENCES work_queue (id) ON DELETE RESTRICT
);
CREATE INDEX ix_work_pool__type ON work_pool (type);
CREATE INDEX ix_work_pool__updated ON work_pool (updated);

CREATE TABLE work_queue (
  ${base},
  name VARCHAR NOT NULL,
  filter JSON,
  description VARCHAR NOT NULL DEFAULT '',
  is_paused BOOLEAN NOT NULL DEFAULT '0',
  concurrency_limit INTEGER,
  last_polled DATETIME,
  priority INTEGER NOT NULL DEFAULT '1',
  work_pool_id CHAR(36) NOT NULL,
  status VARCHAR(9) NOT NULL DEFAULT 'NOT_READY',
  CONSTRAINT pk_work_queue PRIMARY KEY (id),
  CONSTRAINT uq_work_queue__work_pool_id_name UNIQUE (work_pool_id, name),
  CONSTRAINT fk_work_queue__work_pool_id__work_pool FOREIGN KEY (work_pool_id) REFERENCES work_pool (id) ON DELETE CASCADE
);
CREATE INDEX ix_work_queue__updated ON work_queue (updated);
CREATE INDEX ix_work_queue__work_pool_id ON work_queue (work_pool_id);
CREATE INDEX ix_work_queue__work_pool_id_priority ON work_queue (work_pool_id, priority);

CREATE TABLE worker (
  ${base},
  name VARCHAR NOT NULL,
  last_heartbeat_time DATETIME NOT NULL DEFAULT ${now},
  work_pool_id CHAR(36) NOT NULL,
  heartbeat_interval_seconds INTEGER,
  status VARCHAR(7) NOT NULL DEFAULT 'OFFLINE',
  CONSTRAINT pk_worker PRIMARY KEY (id),
  CONSTRAINT uq_worker__work_pool_id_name UNIQUE (work_pool_id, name),
  CONSTRAINT fk_worker__work_pool_id__work_pool FOREIGN KEY (work_pool_id) REFERENCES work_pool (id) ON DELETE CASCADE
);
CREATE INDEX ix_worker__updated ON worker (updated);
CREATE INDEX ix_worker__work_pool_id ON worker (work_pool_id);
CREATE INDEX ix_worker__work_pool_id_last_heartbeat_time ON worker (work_pool_id, last_heartbeat_time);

CREATE TABLE agent (
  ${base},
  name VARCHAR NOT NULL,
  last_activity_time DATETIME NOT NULL DEFAULT ${now},
  work_queue_id CHAR(36) NOT NULL,
  CONSTRAINT pk_agent PRIMARY KEY (id),
  CONSTRAINT uq_agent__name UNIQUE (name),
  CONSTRAINT fk_agent__work_queue_id__work_queue FOREIGN KEY (work_queue_id) REFERENCES work_queue (id)
);
CREATE INDEX ix_agent__updated ON agent (updated);
CREATE INDEX ix_agent__work_queue_id ON agent (work_queue_id);
`;
