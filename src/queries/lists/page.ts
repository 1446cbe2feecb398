import type { EntityManager } from '@mikro-orm/core';
import type { Base } from '../../domain/index.ts';
import { queryDialectOf } from '../dialects/index.ts';
import { InvalidArgumentError } from '../errors.ts';
import { joined, rowsOf, sql, Statement } from '../statement.ts';
import { stretchesAfter } from './after.ts';
import { type Place, type Question, readCursor, writeCursor } from './cursor.ts';
import { limitOf, type Listing, type ListOptions, loadInOrder, type Selection, selectionOf } from './list.ts';
import { orderOf } from './sort-terms.ts';

/** What is listed page by page. */
export interface PageOptions<Filters, Sort extends string> extends Pick<ListOptions<Filters, Sort>, 'filter' | 'sort'> {
  /** From 1 to 200, which is also what is meant if left out. */
  readonly limit?: number | undefined;
  /** Where the page before ended, as it said itself; the first page if left out or null. */
  readonly after?: string | null | undefined;
}

/** Some rows of a list. */
export interface Page<Entity> {
  readonly items: readonly Entity[];
  /** Give it as `after`, with the same filter and sort, to get what follows; null where nothing does. */
  readonly next: string | null;
}

interface PlacedRow {
  readonly id: string;
  readonly [term: `term_${number}`]: unknown;
}

/** The rows after a place, and the place where they end. */
export async function page<Entity extends Base, Filters, Sort extends string>(
  em: EntityManager,
  listing: Listing<Entity, Filters, Sort>,
  options: PageOptions<Filters, Sort>,
): Promise<Page<Entity>> {
  const selection = selectionOf(em, listing, options);
  const limit = limitOf(options.limit);
  if (limit === 0) {
    throw new InvalidArgumentError('limit', 'is 0: such a page would never end.');
  }
  const question = {
    of: em.getMetadata(listing.entityClass).tableName,
    sort: options.sort ?? listing.defaultSort,
    filter: selection.read,
  };
  const stretches = stretchesOf(em, selection, question, options.after ?? null);
  await em.tryFlush(listing.entityClass, {});
  const rows: PlacedRow[] = [];
  for (const stretch of stretches) {
    // one more than the page has, which says whether there is another
    const missing = limit + 1 - rows.length;
    rows.push(...(missing > 0 ? await placedRows(em, selection, stretch, missing) : []));
  }
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await loadInOrder(em, listing.entityClass, shown),
    next: last === undefined || rows.length <= limit ? null : writeCursor(question, placeOf(last, selection)),
  };
}

function stretchesOf(
  em: EntityManager,
  { terms }: Selection,
  question: Question,
  cursor: string | null,
): readonly Statement[] {
  return cursor === null
    ? [sql`true`]
    : stretchesAfter(readCursor(question, terms, cursor), terms, queryDialectOf(em.getPlatform()).nullsFirst);
}

async function placedRows(
  em: EntityManager,
  { from, where, terms }: Selection,
  stretch: Statement,
  limit: number,
): Promise<PlacedRow[]> {
  const values = terms.map(({ value }, index) => sql`${value} as ${new Statement(`term_${index}`)}`);
  return rowsOf(
    em,
    sql`select listed.id, ${joined(values, ', ')} from ${from} where ${stretch} and ${where} order by ${orderOf(terms)} limit ${limit}`,
  );
}

function placeOf(row: PlacedRow, { terms }: Selection): Place {
  return terms.map((_term, index) => row[`term_${index}`]);
}
