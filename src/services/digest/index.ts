export type { ColumnKind, DigestColumn, StoredRow } from './table.ts';
export { type DatabaseDigest, digestDatabase, type DigestOptions, type DigestProgress } from './digest-database.ts';
export type { TableDigest } from './digest-table.ts';
export { NoSuchTableError, UndigestibleValueError } from './errors.ts';
export { logicalText, type LogicalValue, sqlNull } from './logical-text.ts';
export { columnOf, logicalRowHash, rawRowHash, type RowHash } from './row-hash.ts';
export { RowHashes } from './row-hashes.ts';
