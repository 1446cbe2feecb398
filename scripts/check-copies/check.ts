import { copy } from '../../test/services/copy/support.ts';
import { type Dialect, emptyDatabase } from '../../test/support/databases/index.ts';
import { differingTables, digestOf, mappedRows } from '../check-databases/digest.ts';

/** What a copy came to. */
export interface CopyCheck {
  /** Which digests were compared. */
  readonly kind: 'raw' | 'logical';
  readonly rows: number;
  readonly seconds: number;
  /** What is wrong, a sentence each. */
  readonly faults: readonly string[];
}

/** Copies a database into a new one, which goes afterwards, and compares the digests of both. */
export async function checkCopy(source: string, to: Dialect): Promise<CopyCheck> {
  const target = await emptyDatabase(to);
  try {
    const begin = performance.now();
    const { differing, leftOut, digest: kind } = await copy(source, target.url);
    const seconds = (performance.now() - begin) / 1000;
    const [before, after] = [await digestOf(source), await digestOf(target.url)];
    return {
      kind,
      rows: mappedRows(after),
      seconds,
      faults: [
        ...differing.map((table) => `the copy itself finds a difference in ${table}`),
        ...leftOut.map(({ table, id }) => `${table} ${id} was left out`),
        ...differingTables(before, after, kind).map((table) => `the ${kind} digests of ${table} differ`),
      ],
    };
  } finally {
    await target.drop();
  }
}
