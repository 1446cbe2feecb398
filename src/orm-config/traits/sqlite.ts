import type { MetadataStorage, Platform } from '@mikro-orm/core';
import { type DialectTraits, layTraits } from './traits.ts';

/** Lays what is SQLite's own over the entities: the `discovery.afterDiscovered` of MikroORM's options. */
export function applyTraits(metadata: MetadataStorage, platform: Platform): void {
  layTraits(metadata, platform, sqliteTraits);
}

const randomUuid =
  "(lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))), 2)" +
  " || '-' || substr('89ab', abs(random()) % 4 + 1, 1) || substr(lower(hex(randomblob(2))), 2)" +
  " || '-' || lower(hex(randomblob(6))))";

export const sqliteTraits: DialectTraits = {
  plainTypes: {
    string: 'VARCHAR',
    text: 'TEXT',
    smallint: 'SMALLINT',
    integer: 'INTEGER',
    float: 'FLOAT',
    boolean: 'BOOLEAN',
  },
  defaults: {
    uuid: randomUuid,
    now: "(strftime('%Y-%m-%d %H:%M:%f000', 'now'))",
    yes: "'1'",
    no: "'0'",
    'zero duration': "'0'",
  },
  // Prefect declares for this one table what SQLite does not have, or writes without fractions.
  ownDefaults: {
    deployment_version: { id: '(GEN_RANDOM_UUID())', created: 'CURRENT_TIMESTAMP', updated: 'CURRENT_TIMESTAMP' },
  },
  // Several names say `desc` or `case_insensitive` and are neither: Prefect's migrations lost it when they rebuilt the table.
  indexes: [
    'CREATE INDEX ix_artifact__key_created_desc ON artifact ("key", created DESC)',
    'CREATE INDEX ix_block_document_name_case_insensitive ON block_document (name COLLATE NOCASE)',
    'CREATE INDEX ix_block_type_name_case_insensitive ON block_type (name)',
    'CREATE INDEX ix_deployment_name_case_insensitive ON deployment (name)',
    'CREATE UNIQUE INDEX ix_deployment_schedule__deployment_id__slug ON deployment_schedule (deployment_id, slug) WHERE slug IS NOT NULL',
    'CREATE INDEX ix_events__event_related_occurred ON events (event, related, occurred)',
    'CREATE INDEX ix_events__related_resource_ids ON events (related_resource_ids)',
    'CREATE INDEX ix_flow_name_case_insensitive ON flow (name COLLATE NOCASE)',
    'CREATE INDEX ix_flow_run__end_time_desc ON flow_run (end_time)',
    'CREATE INDEX ix_flow_run__expected_start_time_desc ON flow_run (expected_start_time)',
    "CREATE INDEX ix_flow_run__schedule_id_scheduler ON flow_run (deployment_id, json_extract(created_by, '$.id'), next_scheduled_start_time) WHERE state_type = 'SCHEDULED' AND auto_scheduled = 1",
    "CREATE INDEX ix_flow_run__scheduler_deployment_id_auto_scheduled_next_schedu ON flow_run (deployment_id, auto_scheduled, next_scheduled_start_time) WHERE state_type = 'SCHEDULED'",
    'CREATE INDEX ix_flow_run__state_type_coalesce_start_time ON flow_run (state_type, coalesce(start_time, expected_start_time))',
    'CREATE INDEX ix_flow_run_name_case_insensitive ON flow_run (name)',
    'CREATE UNIQUE INDEX uq_flow_run_state__flow_run_id_timestamp_desc ON flow_run_state (flow_run_id, "timestamp")',
    'CREATE INDEX ix_task_run__end_time_desc ON task_run (end_time)',
    'CREATE INDEX ix_task_run__expected_start_time_desc ON task_run (expected_start_time)',
    'CREATE INDEX ix_task_run_name_case_insensitive ON task_run (name)',
    'CREATE UNIQUE INDEX uq_task_run_state__task_run_id_timestamp_desc ON task_run_state (task_run_id, "timestamp")',
    'CREATE INDEX ix_task_run_state_cache__cache_key_created_desc ON task_run_state_cache (cache_key, created DESC)',
  ],
};
