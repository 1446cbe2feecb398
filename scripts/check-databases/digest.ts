import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { Client } from 'pg';

/** What is stored in a table, down to the byte: equal for equal rows in any order. */
export interface TableDigest {
  readonly rows: number;
  readonly sha256: string;
}

type Row = Iterable<readonly [column: string, field: string]>;

/** The digest of each table, by name, read past the entities by the driver itself. */
export async function digestsOf(url: string): Promise<Map<string, TableDigest>> {
  return url.startsWith('postgres') ? postgresqlDigests(url) : sqliteDigests(url.replace(/^sqlite[^:]*:\/\/\//, ''));
}

function sqliteDigests(file: string): Map<string, TableDigest> {
  const database = new Database(file, { readonly: true });
  database.defaultSafeIntegers(true);
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'")
      .pluck()
      .all() as string[];
    return new Map(tables.map((table) => [table, sqliteDigest(database, table)]));
  } finally {
    database.close();
  }
}

function sqliteDigest(database: Database.Database, table: string): TableDigest {
  const rows = database.prepare(`SELECT * FROM "${table}"`).all() as Record<string, unknown>[];
  return digestOf(
    rows.map((row) => Object.entries(row).map(([column, value]) => [column, sqliteField(value)] as const)),
  );
}

function sqliteField(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return textField(value);
    case 'bigint':
      return `i${value}`;
    case 'number':
      return `r${hexOf(value)}`;
    default:
      return value === null ? 'n' : `b${Buffer.from(value as Buffer).toString('hex')}`;
  }
}

function hexOf(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString('hex');
}

async function postgresqlDigests(url: string): Promise<Map<string, TableDigest>> {
  const client = new Client({ connectionString: url.replace(/^postgres(?:ql)?\+\w+:/, 'postgresql:') });
  await client.connect();
  try {
    await client.query(
      "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1",
    );
    const columns = await client.query<{ table: string; columns: string[] }>(
      `SELECT c.relname AS table, array_agg(a.attname::text) AS columns FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped GROUP BY 1`,
    );
    const digests = new Map<string, TableDigest>();
    for (const found of columns.rows) {
      digests.set(found.table, await postgresqlDigest(client, found.table, found.columns));
    }
    return digests;
  } finally {
    await client.end();
  }
}

async function postgresqlDigest(client: Client, table: string, columns: string[]): Promise<TableDigest> {
  const list = columns.map((column) => `"${column}"::text`).join(', ');
  const { rows } = await client.query<(string | null)[]>({ text: `SELECT ${list} FROM "${table}"`, rowMode: 'array' });
  return digestOf(
    rows.map((row) =>
      columns.map((column, index) => [column, row[index] == null ? 'n' : textField(row[index])] as const),
    ),
  );
}

function textField(text: string): string {
  return `t${Buffer.byteLength(text)}:${text}`;
}

function digestOf(rows: Row[]): TableDigest {
  const lines = rows.map((row) => sha256(textOf(row))).toSorted();
  return { rows: rows.length, sha256: sha256(lines.join('\n')) };
}

/** Every column, in order of name. */
function textOf(row: Row): string {
  const fields = [...row].toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return fields.map(([column, field]) => `${column}=${field};`).join('');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
