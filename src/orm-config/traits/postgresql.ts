import type { MetadataStorage, Platform } from '@mikro-orm/core';
import { type DialectTraits, layTraits, terminalStates } from './traits.ts';

/** Lays what is PostgreSQL's own over the entities: the `discovery.afterDiscovered` of MikroORM's options. */
export function applyTraits(metadata: MetadataStorage, platform: Platform): void {
  layTraits(metadata, platform, postgresqlTraits);
}

export const postgresqlTraits: DialectTraits = {
  plainTypes: {
    string: 'varchar',
    text: 'text',
    smallint: 'smallint',
    integer: 'integer',
    float: 'double precision',
    boolean: 'boolean',
  },
  defaults: {
    uuid: 'gen_random_uuid()',
    now: 'CURRENT_TIMESTAMP',
    yes: 'true',
    no: 'false',
    'zero duration': "'00:00:00'",
  },
  ownDefaults: {},
  formulas: {
    estimatedRunTime: (columnOf) => {
      const total = columnOf('totalRunTime');
      return `(case when ${columnOf('stateType')} = 'RUNNING'
        then ${total} + (now() - ${columnOf('stateTimestamp')}) else ${total} end)`;
    },
    estimatedStartTimeDelta: (columnOf) => {
      const [start, expected] = [columnOf('startTime'), columnOf('expectedStartTime')];
      return `(case when ${start} > ${expected} then ${start} - ${expected}
        when ${start} is null and ${expected} < now() and ${columnOf('stateType')} not in (${terminalStates})
        then now() - ${expected} else interval '0' end)`;
    },
  },
  indexes: [
    'CREATE INDEX ix_artifact__key_created_desc ON artifact (key, created DESC) INCLUDE (id, updated, type, task_run_id, flow_run_id)',
    'CREATE INDEX trgm_ix_block_document_name ON block_document USING gin (name gin_trgm_ops)',
    'CREATE INDEX ix_block_schema__capabilities ON block_schema USING gin (capabilities)',
    'CREATE INDEX trgm_ix_block_type_name ON block_type USING gin (name gin_trgm_ops)',
    'CREATE INDEX trgm_ix_deployment_name ON deployment USING gin (name gin_trgm_ops)',
    'CREATE UNIQUE INDEX ix_deployment_schedule__deployment_id__slug ON deployment_schedule (deployment_id, slug) WHERE slug IS NOT NULL',
    'CREATE INDEX ix_events__event_occurred ON events (event, occurred)',
    'CREATE INDEX ix_events__related_gin ON events USING gin (related)',
    'CREATE INDEX ix_events__related_resource_ids_gin ON events USING gin (related_resource_ids)',
    'CREATE INDEX trgm_ix_flow_name ON flow USING gin (name gin_trgm_ops)',
    'CREATE INDEX ix_flow_run__coalesce_start_time_expected_start_time_asc ON flow_run (COALESCE(start_time, expected_start_time))',
    'CREATE INDEX ix_flow_run__coalesce_start_time_expected_start_time_desc ON flow_run (COALESCE(start_time, expected_start_time) DESC)',
    'CREATE INDEX ix_flow_run__end_time_desc ON flow_run (end_time DESC)',
    'CREATE INDEX ix_flow_run__expected_start_time_desc ON flow_run (expected_start_time DESC)',
    "CREATE INDEX ix_flow_run__schedule_id_scheduler ON flow_run (deployment_id, (created_by ->> 'id'), next_scheduled_start_time) WHERE state_type = 'SCHEDULED' AND auto_scheduled = true",
    "CREATE INDEX ix_flow_run__scheduler_deployment_id_auto_scheduled_next_schedu ON flow_run (deployment_id, auto_scheduled, next_scheduled_start_time) WHERE state_type = 'SCHEDULED'",
    'CREATE INDEX ix_flow_run__state_type_coalesce_start_time ON flow_run (state_type, COALESCE(start_time, expected_start_time))',
    'CREATE INDEX trgm_ix_flow_run_name ON flow_run USING gin (name gin_trgm_ops)',
    'CREATE UNIQUE INDEX uq_flow_run_state__flow_run_id_timestamp_desc ON flow_run_state (flow_run_id, "timestamp" DESC)',
    'CREATE INDEX ix_task_run__end_time_desc ON task_run (end_time DESC)',
    'CREATE INDEX ix_task_run__expected_start_time_desc ON task_run (expected_start_time DESC)',
    'CREATE INDEX trgm_ix_task_run_name ON task_run USING gin (name gin_trgm_ops)',
    'CREATE UNIQUE INDEX uq_task_run_state__task_run_id_timestamp_desc ON task_run_state (task_run_id, "timestamp" DESC)',
    'CREATE INDEX ix_task_run_state_cache__cache_key_created_desc ON task_run_state_cache (cache_key, created DESC)',
    'CREATE INDEX trgm_ix_work_queue_name ON work_queue USING gin (name gin_trgm_ops)',
  ],
};
