import { errorAs, failureOf } from './support/errors.ts';
import { removeRow } from './support/remove-row.ts';
import type { Observation, Suite } from './support/suite.ts';
import type { World } from './support/world.ts';

interface Input {
  readonly delete: { readonly table: string; readonly id: string };
}

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** Rows by table and id. */
type Snapshot = Map<string, { readonly table: string; readonly row: Row }>;

/** What becomes of other rows when one is deleted. */
export const cascades: Suite = {
  file: 'cascades',

  async run(vector, world): Promise<Observation> {
    const { table, id } = (vector.input as unknown as Input).delete;
    const before = await snapshot(world);
    const error = await failureOf(() => removeRow(world, table, id));
    const after = await snapshot(world);
    return {
      fields: {
        error: errorAs(vector.expected['error'], error),
        deleted: deletedRows(before, after),
        nulled: nulledColumns(before, after),
      },
      rules: { unordered: /^(deleted|nulled)$/ },
    };
  },
};

/** As the database has them: a pointer without a foreign key may dangle, and what is read through it is null. */
async function snapshot({ database, rows }: World): Promise<Snapshot> {
  const found: Snapshot = new Map();
  for (const table of new Set(rows.map((row) => row.table))) {
    for (const row of await database.query<Row>(`select * from ${table}`)) {
      found.set(`${table} ${row.id}`, { table, row });
    }
  }
  return found;
}

function deletedRows(before: Snapshot, after: Snapshot): string[][] {
  return [...before].filter(([key]) => !after.has(key)).map(([, { table, row }]) => [table, row.id]);
}

function nulledColumns(before: Snapshot, after: Snapshot): string[][] {
  return [...before].flatMap(([key, { table, row }]) => {
    const now = after.get(key)?.row;
    const nulled = Object.keys(row).filter(
      (column) => now !== undefined && row[column] !== null && now[column] === null,
    );
    return nulled.map((column) => [table, row.id, column]);
  });
}
