/** The types of a column that are no value type of the model. */
export type PlainType = 'string' | 'text' | 'smallint' | 'integer' | 'float' | 'boolean';

/** What the database puts into a column that an INSERT leaves out: a named value that each dialect writes in its way, or a literal. */
export type ServerDefault = 'uuid' | 'now' | 'yes' | 'no' | 'zero duration' | `'${string}'` | number;

/** A name that tells nothing of its column, and one that dates from when the table had another. */
export const foreignKeyNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  block_document: { block_schema_id: 'fk_block__block_schema_id__block_schema' },
};

/** Strings, numbers and truths are `string`, `integer` and `boolean`, but for these. */
export const unusualTypes: Readonly<Record<string, Readonly<Record<string, PlainType>>>> = {
  concurrency_limit_v2: { slot_decay_per_second: 'float', avg_slot_occupancy_seconds: 'float' },
  deployment: { description: 'text' },
  deployment_version: { description: 'text' },
  event_resources: { resource_id: 'text', resource_role: 'text' },
  events: { event: 'text', resource_id: 'text' },
  flow_run_input: { value: 'text' },
  log: { level: 'smallint', message: 'text' },
};

/** The constraints among the unique keys; the others are unique indexes, which is another thing to a database. */
export const uniqueConstraints: ReadonlySet<string> = new Set([
  'uq_agent__name',
  'uq_artifact_collection__key',
  'uq_concurrency_limit_v2__name',
  'uq_configuration__key',
  'uq_csrf_token__client',
  'uq_flow__name',
  'uq_flow_run_input__flow_run_id_key',
  'uq_saved_search__name',
  'uq_variable__name',
  'uq_work_pool__name',
  'uq_work_queue__work_pool_id_name',
  'uq_worker__work_pool_id_name',
]);

/** The defaults of the migrated schema, by table and column; `*` is every table. */
export const serverDefaults: Readonly<Record<string, Readonly<Record<string, ServerDefault>>>> = {
  '*': { id: 'uuid', created: 'now', updated: 'now' },
  agent: { last_activity_time: 'now' },
  automation: { enabled: 'yes', actions_on_trigger: "'[]'", actions_on_resolve: "'[]'", tags: "'[]'" },
  automation_related_resource: { automation_owned_by_resource: 'no' },
  block_document: { data: "'{}'", is_anonymous: 'no' },
  block_schema: { fields: "'{}'", capabilities: "'[]'", version: "'non-versioned'" },
  block_type: { is_protected: 'no' },
  concurrency_limit: { active_slots: "'[]'" },
  deployment: {
    tags: "'[]'",
    parameters: "'{}'",
    infra_overrides: "'{}'",
    enforce_parameter_schema: 'no',
    paused: 'no',
    status: "'NOT_READY'",
  },
  deployment_schedule: { parameters: "'{}'" },
  deployment_version: {
    version_info: "'{}'",
    tags: "'[]'",
    parameters: "'{}'",
    enforce_parameter_schema: 'no',
    infra_overrides: "'{}'",
  },
  events: { related_resource_ids: "'[]'", related: "'[]'" },
  flow: { tags: "'[]'" },
  flow_run: {
    run_count: 0,
    total_run_time: 'zero duration',
    parameters: "'{}'",
    context: "'{}'",
    empirical_policy: "'{}'",
    tags: "'[]'",
    auto_scheduled: 'no',
    job_variables: "'{}'",
  },
  flow_run_state: { timestamp: 'now', state_details: "'{}'" },
  saved_search: { filters: "'[]'" },
  task_run: {
    run_count: 0,
    total_run_time: 'zero duration',
    empirical_policy: "'{}'",
    task_inputs: "'{}'",
    tags: "'[]'",
    flow_run_run_count: 0,
  },
  task_run_state: { timestamp: 'now', state_details: "'{}'" },
  variable: { tags: "'[]'" },
  work_pool: { base_job_template: "'{}'", is_paused: 'no', status: "'NOT_READY'", storage_configuration: "'{}'" },
  work_queue: { description: "''", is_paused: 'no', priority: 1, status: "'NOT_READY'" },
  worker: { last_heartbeat_time: 'now', status: "'OFFLINE'" },
};
