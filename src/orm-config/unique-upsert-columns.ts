/** The columns by which the reference finds the row that an upsert meets, by the names of its properties. */
export const uniqueUpsertColumns = {
  deploymentUniqueUpsertColumns: ['flow_id', 'name'],
  concurrencyLimitUniqueUpsertColumns: ['tag'],
  flowRunUniqueUpsertColumns: ['flow_id', 'idempotency_key'],
  blockTypeUniqueUpsertColumns: ['slug'],
  artifactCollectionUniqueUpsertColumns: ['key'],
  blockSchemaUniqueUpsertColumns: ['checksum', 'version'],
  flowUniqueUpsertColumns: ['name'],
  savedSearchUniqueUpsertColumns: ['name'],
  taskRunUniqueUpsertColumns: ['flow_run_id', 'task_key', 'dynamic_key'],
  blockDocumentUniqueUpsertColumns: ['block_type_id', 'name'],
} as const satisfies Record<string, readonly string[]>;
