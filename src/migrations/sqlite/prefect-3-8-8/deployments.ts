import { base } from './columns.ts';

/** Flows made schedulable. No server fills `deployment_version` or `deployment.version_id`; both are part of the schema. */
export const deployments = `
CREATE TABLE deployment (
  ${base},
  name VARCHAR NOT NULL,
  tags JSON NOT NULL DEFAULT '[]',
  parameters JSON NOT NULL DEFAULT '{}',
  flow_id CHAR(36) NOT NULL,
  description TEXT,
  infrastructure_document_id CHAR(36),
  parameter_openapi_schema JSON,
  storage_document_id CHAR(36),
  version VARCHAR,
  infra_overrides JSON NOT NULL DEFAULT '{}',
  path VARCHAR,
  entrypoint VARCHAR,
  work_queue_name VARCHAR,
  created_by JSON,
  updated_by JSON,
  work_queue_id CHAR(36),
  pull_steps JSON,
  enforce_parameter_schema BOOLEAN NOT NULL DEFAULT '0',
  last_polled DATETIME,
  paused BOOLEAN NOT NULL DEFAULT '0',
  status VARCHAR(9) NOT NULL DEFAULT 'NOT_READY',
  concurrency_limit INTEGER,
  concurrency_options JSON,
  concurrency_limit_id CHAR(36),
  labels JSON,
  version_id CHAR(36),
  CONSTRAINT pk_deployment PRIMARY KEY (id),
  CONSTRAINT fk_deployment__concurrency_limit_id__concurrency_limit_v2 FOREIGN KEY (concurrency_limit_id) REFERENCES concurrency_limit_v2 (id) ON DELETE SET NULL,
  CONSTRAINT fk_deployment__flow_id__flow FOREIGN KEY (flow_id) REFERENCES flow (id) ON DELETE CASCADE,
  CONSTRAINT fk_deployment__infrastructure_document_id__block_document FOREIGN KEY (infrastructure_document_id) REFERENCES block_document (id) ON DELETE CASCADE,
  CONSTRAINT fk_deployment__storage_document_id__block_document FOREIGN KEY (storage_document_id) REFERENCES block_document (id) ON DELETE CASCADE,
  CONSTRAINT fk_deployment__work_queue_id__work_queue FOREIGN KEY (work_queue_id) REFERENCES work_queue (id) ON DELETE SET NULL
);
CREATE INDEX ix_deployment__created ON deployment (created);
CREATE INDEX ix_deployment__flow_id ON deployment (flow_id);
CREATE INDEX ix_deployment__paused ON deployment (paused);
CREATE INDEX ix_deployment__updated ON deployment (updated);
CREATE INDEX ix_deployment__version_id ON deployment (version_id);
CREATE INDEX ix_deployment__work_queue_id ON deployment (work_queue_id);
CREATE INDEX ix_deployment__work_queue_name ON deployment (work_queue_name);
CREATE INDEX ix_deployment_name_case_insensitive ON deployment (name);
CREATE UNIQUE INDEX uq_deployment__flow_id_name ON deployment (flow_id, name);

CREATE TABLE deployment_schedule (
  ${base},
  schedule JSON NOT NULL,
  active BOOLEAN NOT NULL,
  deployment_id CHAR(36) NOT NULL,
  max_scheduled_runs INTEGER,
  parameters JSON NOT NULL DEFAULT '{}',
  slug VARCHAR,
  CONSTRAINT pk_deployment_schedule PRIMARY KEY (id),
  CONSTRAINT fk_deployment_schedule__deployment_id__deployment FOREIGN KEY (deployment_id) REFERENCES deployment (id) ON DELETE CASCADE
);
CREATE INDEX ix_deployment_schedule__deployment_id ON deployment_schedule (deployment_id);
CREATE UNIQUE INDEX ix_deployment_schedule__deployment_id__slug ON deployment_schedule (deployment_id, slug) WHERE slug IS NOT NULL;
CREATE INDEX ix_deployment_schedule__slug ON deployment_schedule (slug);
CREATE INDEX ix_deployment_schedule__updated ON deployment_schedule (updated);

CREATE TABLE deployment_version (
  deployment_id CHAR(36) NOT NULL,
  branch VARCHAR,
  version_info JSON NOT NULL DEFAULT '{}',
  description TEXT,
  tags JSON NOT NULL DEFAULT '[]',
  labels JSON,
  entrypoint VARCHAR,
  pull_steps JSON,
  parameters JSON NOT NULL DEFAULT '{}',
  parameter_openapi_schema JSON,
  enforce_parameter_schema BOOLEAN NOT NULL DEFAULT '0',
  work_queue_id CHAR(36),
  work_queue_name VARCHAR,
  infra_overrides JSON NOT NULL DEFAULT '{}',
  id CHAR(36) NOT NULL DEFAULT (GEN_RANDOM_UUID()),
  created DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT pk_deployment_version PRIMARY KEY (id),
  CONSTRAINT fk_deployment_version__deployment_id__deployment FOREIGN KEY (deployment_id) REFERENCES deployment (id) ON DELETE CASCADE,
  CONSTRAINT fk_deployment_version__work_queue_id__work_queue FOREIGN KEY (work_queue_id) REFERENCES work_queue (id) ON DELETE SET NULL
);
CREATE INDEX ix_deployment_version__deployment_id ON deployment_version (deployment_id);
CREATE INDEX ix_deployment_version__updated ON deployment_version (updated);
CREATE INDEX ix_deployment_version__work_queue_id ON deployment_version (work_queue_id);
CREATE INDEX ix_deployment_version__work_queue_name ON deployment_version (work_queue_name);
CREATE UNIQUE INDEX uq_deployment_version__deployment__branch ON deployment_version (deployment_id, branch);
`;
