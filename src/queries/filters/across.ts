import { allOf, sql, type Statement } from '../statement.ts';
import { conditionsOf, document, type GivenParts, type Part, type Parts, type ReadParts } from './part.ts';
import type { Row } from './row.ts';

/** Filters of rows and of what belongs to them, by the names that Prefect's API gives them. */
export interface Across<P extends Parts = Parts> {
  readonly parts: P;
  conditions(read: ReadParts, row: Row): readonly Statement[];
}

type PartsOf<A> = A extends Across<infer P> ? P : never;
type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
type AllParts<A extends Across> = Intersection<PartsOf<A>> extends infer P extends Parts ? P : never;

/** Filters of the row itself. */
export function own<P extends Parts>(parts: P): Across<P> {
  return { parts, conditions: (read, row) => conditionsOf(parts, read, row) };
}

/** How two tables belong together: by which of their columns, and from which side the rows are looked for. */
export interface Join {
  readonly table: string;
  /** The column of the row that is asked about. */
  readonly own: string;
  /** The column of the other table. */
  readonly its: string;
  /** Whether few rows of the other table meet a filter, so that they are looked for first; otherwise it is looked for what each row has. */
  readonly otherFirst: boolean;
}

/** Filters of rows of another table, one of which must meet all that are given. An empty one asks that there is such a row. */
export function related<P extends Parts>(
  { table, own: ownColumn, its, otherFirst }: Join,
  filters: Across<P>,
): Across<P> {
  return {
    parts: filters.parts,
    conditions(read, row) {
      if (Object.keys(filters.parts).every((key) => read[key] == null)) {
        return [];
      }
      const other = row.beside(table);
      const conditions = filters.conditions(read, other);
      if (otherFirst) {
        const keys = sql`select ${other.column(its)} from ${other.table} where ${allOf(conditions)}`;
        return [row.dialect.rarely(sql`${row.column(ownColumn)} in (${keys})`)];
      }
      const met = allOf([sql`${other.column(its)} = ${row.column(ownColumn)}`, ...conditions]);
      return [sql`exists (select 1 from ${other.table} where ${met})`];
    },
  };
}

/** All of these filters in one document. */
export function together<A extends readonly Across[]>(...filters: A): Across<AllParts<A[number]>> {
  return {
    parts: Object.assign({}, ...filters.map(({ parts }) => parts)) as AllParts<A[number]>,
    conditions: (read, row) => filters.flatMap((each) => each.conditions(read, row)),
  };
}

/** The document of such filters. */
export function documentOf<P extends Parts>({ parts, conditions }: Across<P>): Part<GivenParts<P>> {
  return { ...document(parts), conditions: (read, row) => conditions(read as ReadParts, row) };
}
