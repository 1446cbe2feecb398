import { RowHashes } from './hashes.ts';
import type { TablePlan } from './plan.ts';
import type { Side } from './side.ts';
import type { CopyWatch } from './watch.ts';

/** The digest of what the target has in a table. */
export async function digestOf(
  target: Side,
  table: TablePlan,
  watch: CopyWatch,
): Promise<{ rows: number; digest: string }> {
  const hashes = new RowHashes();
  for await (const rows of target.batches(table.target)) {
    for (const row of rows) {
      hashes.add(table.hashOfTarget(row));
    }
    await watch.advance(rows.length);
  }
  return { rows: hashes.rows, digest: hashes.digest() };
}
