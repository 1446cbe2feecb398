import { base } from './columns.ts';

/** Flows made schedulable. No server fills `deployment_version` or `deployment.version_id`; both are part of the schema. */
export const deployments = `
CREATE TYPE deployment_status AS ENUM ('READY', 'NOT_READY');

CREATE TABLE deployment (
  ${base},
  name varchar NOT NULL,
  tags jsonb NOT NULL DEFAULT '[]',
  parameters jsonb NOT NULL DEFAULT '{}',
  flow_id uuid NOT NULL,
  infrastructure_document_id uuid,
  description text,
  parameter_openapi_schema jsonb,
  storage_document_id uuid,
  version varchar,
  infra_overrides jsonb NOT NULL DEFAULT '{}',
  path varchar,
  entrypoint varchar,
  work_queue_name varchar,
  created_by jsonb,
  updated_by jsonb,
  work_queue_id uuid,
  pull_steps jsonb,
  enforce_parameter_schema boolean NOT NULL DEFAULT false,
  last_polled timestamptz,
  paused boolean NOT NULL DEFAULT false,
  status deployment_status NOT NULL DEFAULT 'NOT_READY',
  concurrency_limit integer,
  concurrency_options jsonb,
  concurrency_limit_id uuid,
  labels jsonb,
  version_id uuid,
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
CREATE INDEX trgm_ix_deployment_name ON deployment USING gin (name gin_trgm_ops);
CREATE UNIQUE INDEX uq_deployment__flow_id_name ON deployment (flow_id, name);

CREATE TABLE deployment_schedule (
  ${base},
  schedule jsonb NOT NULL,
  active boolean NOT NULL,
  deployment_id uuid NOT NULL,
  max_scheduled_runs integer,
  parameters jsonb NOT NULL DEFAULT '{}',
  slug varchar,
  CONSTRAINT pk_deployment_schedule PRIMARY KEY (id),
  CONSTRAINT fk_deployment_schedule__deployment_id__deployment FOREIGN KEY (deployment_id) REFERENCES deployment (id) ON DELETE CASCADE
);
CREATE INDEX ix_deployment_schedule__deployment_id ON deployment_schedule (deployment_id);
CREATE UNIQUE INDEX ix_deployment_schedule__deployment_id__slug ON deployment_schedule (deployment_id, slug) WHERE slug IS NOT NULL;
CREATE INDEX ix_deployment_schedule__slug ON deployment_schedule (slug);
CREATE INDEX ix_deployment_schedule__updated ON deployment_schedule (updated);

CREATE TABLE deployment_version (
  deployment_id uuid NOT NULL,
  branch varchar,
  version_info jsonb NOT NULL DEFAULT '{}',
  description text,
  tags jsonb NOT NULL DEFAULT '[]',
  labels jsonb,
  entrypoint varchar,
  pull_steps jsonb,
  parameters jsonb NOT NULL DEFAULT '{}',
  parameter_openapi_schema jsonb,
  enforce_parameter_schema boolean NOT NULL DEFAULT false,
  work_queue_id uuid,
  work_queue_name varchar,
  infra_overrides jsonb NOT NULL DEFAULT '{}',
  ${base},
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
