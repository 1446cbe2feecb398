import type { MetadataStorage, Platform } from '@mikro-orm/core';
import { type DialectTraits, layTraits, terminalStates } from './traits.ts';

/** Lays what is SQLite's own over the entities: the `discovery.afterDiscovered` of MikroORM's options. */
export function applyTraits(metadata: MetadataStorage, platform: Platform): void {
  layTraits(metadata, platform, sqliteTraits);
}

const randomUuid =
  "(lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))), 2)" +
  " || '-' || substr('89ab', abs(random()) % 4 + 1, 1) || substr(lower(hex(randomblob(2))), 2)" +
  " || '-' || lower(hex(randomblob(6))))";

const noTime = "'1970-01-01 00:00:00.000000'";

/** Whole microseconds since 1970 of a stored text. SQLite's own functions know only milliseconds, and round to them. */
function microseconds(text: string): string {
  return `(strftime('%s', substr(${text}, 1, 19)) * 1000000 + substr(${text} || '000000', 21, 6))`;
}

/** SQLite's clock has milliseconds. All that one statement asks it is the same moment. */
const nowInMicroseconds = "(strftime('%s', 'now') * 1000000 + substr(strftime('%f', 'now'), 4) * 1000)";

/** A number of microseconds in the form in which durations are stored: the text of 1970 plus the duration. */
function durationText(distance: string): string {
  return `(select datetime((distance - rest) / 1000000, 'unixepoch') || printf('.%06d', rest)
    from (select distance, (distance % 1000000 + 1000000) % 1000000 as rest from (select ${distance} as distance)))`;
}

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
  formulas: {
    estimatedRunTime: (columnOf) => {
      const stored = columnOf('totalRunTime');
      // the default of the column is the number 0
      const total = `(case typeof(${stored}) when 'text' then ${stored} else ${noTime} end)`;
      const running = `${microseconds(total)} + ${nowInMicroseconds} - ${microseconds(columnOf('stateTimestamp'))}`;
      return `(case when ${columnOf('stateType')} = 'RUNNING' then ${durationText(running)} else ${total} end)`;
    },
    estimatedStartTimeDelta: (columnOf) => {
      const [start, expected] = [microseconds(columnOf('startTime')), microseconds(columnOf('expectedStartTime'))];
      return durationText(`case when ${start} > ${expected} then ${start} - ${expected}
        when ${columnOf('startTime')} is null and ${expected} < ${nowInMicroseconds}
          and ${columnOf('stateType')} not in (${terminalStates})
        then ${nowInMicroseconds} - ${expected} else 0 end`);
    },
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
