import type { TablePlan } from './plan.ts';
import type { Row, Side } from './side.ts';
import type { CopiedColumn } from './tables.ts';

/** How many bytes of UTF-8 a unit of a JavaScript text can take. */
const mostBytes = 3;

/**
 * Finds what is too long for an index of the target. Only a database that keeps keys short has such a thing, and since it packs them, only
 * it can tell: it is asked where there is doubt.
 *
 * @param row one that can be converted
 * @returns the column; undefined where the row fits
 */
export async function longKeyOf(target: Side, plan: TablePlan, row: Row): Promise<string | undefined> {
  const { shortestDoubtfulKey } = target.dialect;
  for (const { columns } of plan.target.indexes) {
    if (lengthOf(columns, row) * mostBytes > shortestDoubtfulKey) {
      const values = columns.map(({ name }) => plan.convert(name, row));
      if (!(await target.dialect.fitsIndex(target, columns, values))) {
        return columns.toSorted((one, other) => lengthOf([other], row) - lengthOf([one], row))[0]!.name;
      }
    }
  }
  return undefined;
}

/** Of the texts alone: the rest is short. */
function lengthOf(columns: readonly CopiedColumn[], row: Row): number {
  return columns.reduce((sum, { name }) => {
    const value = row[name];
    return typeof value === 'string' ? sum + value.length : sum;
  }, 0);
}
