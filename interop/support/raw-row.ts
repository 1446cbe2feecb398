import Database from 'better-sqlite3';
import { Client } from 'pg';

/** What is stored of a row, past every value type: each column by its name, as a text that is equal only for equal bytes. */
export type RawRow = Readonly<Record<string, string>>;

/** Reads rows by the driver alone. */
export interface RawReader {
  read(table: string, id: string): Promise<RawRow>;
  close(): Promise<void>;
}

export async function rawReader(url: string): Promise<RawReader> {
  return url.startsWith('sqlite:')
    ? new SqliteReader(url.replace(/^sqlite:\/\/\//, ''))
    : PostgreSqlReader.connect(url);
}

class SqliteReader implements RawReader {
  readonly #database: Database.Database;

  constructor(file: string) {
    this.#database = new Database(file, { readonly: true });
    this.#database.defaultSafeIntegers(true);
  }

  async read(table: string, id: string): Promise<RawRow> {
    const row = this.#database.prepare(`SELECT * FROM "${table}" WHERE id = ?`).get(id) as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(row).map(([column, value]) => [column, `${typeof value} ${String(value)}`]),
    );
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}

class PostgreSqlReader implements RawReader {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  static async connect(url: string): Promise<PostgreSqlReader> {
    // the database's own text of every value: the zone must not move with the summer
    const client = new Client({ connectionString: url, options: '-c TimeZone=UTC' });
    await client.connect();
    return new PostgreSqlReader(client);
  }

  async read(table: string, id: string): Promise<RawRow> {
    const { rows, fields } = await this.#client.query<(string | null)[]>({
      text: `SELECT * FROM "${table}" WHERE id = $1`,
      values: [id],
      rowMode: 'array',
      types: { getTypeParser: () => String },
    });
    const [row] = rows;
    return Object.fromEntries(
      fields.map(({ name }, index) => [name, row?.[index] == null ? 'NULL' : `text ${row[index]}`]),
    );
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
