/**
 * Makes the recording that `npm start` plays from an SQLite database that a real Prefect server wrote:
 *
 *     tsx scripts/make-recording.ts DATABASE [FILE]
 *
 * The same database gives the same file, byte for byte. `recordings/README.md` says where the one in the repository comes from.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

// No block, no variable, no configuration, no token: nothing that could be a secret. Limits are in because deployments point at them.
const tables = [
  'concurrency_limit_v2',
  'work_pool',
  'work_queue',
  'worker',
  'flow',
  'deployment',
  'deployment_schedule',
  'flow_run',
  'flow_run_state',
  'task_run',
  'task_run_state',
  'log',
  'artifact',
  'artifact_collection',
];

// What would point at a row that is left out.
const blocks = {
  deployment: ['infrastructure_document_id', 'storage_document_id'],
  flow_run: ['infrastructure_document_id'],
};

type StoredValue = string | number | null;

function main([source, target = join(import.meta.dirname, '../recordings/prefect-3.8.8.json')]: string[]): void {
  if (source === undefined) {
    throw new Error('Say which database: tsx scripts/make-recording.ts DATABASE [FILE]');
  }
  const checksum = createHash('sha256').update(readFileSync(source)).digest('hex');
  const database = new Database(source, { readonly: true });
  database.defaultSafeIntegers(true);
  const alembic = database.prepare('SELECT version_num FROM alembic_version').pluck().get();
  const parts = tables.map((table) => `${JSON.stringify(table)}: ${tableText(database, table)}`);
  const origin = { prefect: '3.8.8', dialect: 'sqlite', alembic, sha256: checksum };
  const text = `{\n"format": "prefect-orm-recording/1",\n"source": ${JSON.stringify(origin)},\n"tables": {\n${parts.join(',\n')}\n}\n}\n`;
  writeFileSync(target, text);
  console.log(`${target}: ${Buffer.byteLength(text)} bytes, sha256 ${createHash('sha256').update(text).digest('hex')}`);
}

/** Columns once, then a row a line, oldest first. */
function tableText(database: Database.Database, table: string): string {
  const columns = database.prepare('SELECT name FROM pragma_table_info(?) ORDER BY cid').pluck().all(table) as string[];
  const list = columns.map((column) => `"${column}"`).join(', ');
  const rows = database.prepare(`SELECT ${list} FROM "${table}" ORDER BY created, id`).raw().all() as unknown[][];
  refuseBlocks(table, columns, rows);
  const lines = rows.map((row) =>
    JSON.stringify(row.map((value, index) => recordable(value, `${table}.${columns[index]}`))),
  );
  return `{"columns": ${JSON.stringify(columns)}, "rows": [\n${lines.join(',\n')}\n]}`;
}

function refuseBlocks(table: string, columns: string[], rows: unknown[][]): void {
  for (const column of blocks[table as keyof typeof blocks] ?? []) {
    if (rows.some((row) => row[columns.indexOf(column)] !== null)) {
      throw new Error(`${table}.${column} points at a block document, and those are not recorded.`);
    }
  }
}

/** A stored value as JSON keeps it exactly: text as it is, an integer or a float as a number. */
function recordable(value: unknown, where: string): StoredValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') {
    return value;
  }
  if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) {
    return Number(value);
  }
  throw new Error(`${where} holds a value that the recording cannot keep exactly.`);
}

main(process.argv.slice(2));
