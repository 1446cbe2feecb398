import { createHash } from 'node:crypto';
import { PrefectOrmError } from '../../domain/index.ts';
import type { SortTerm } from './sort-terms.ts';

/** A cursor cannot be used here. Nothing was sent. */
export class InvalidCursorError extends PrefectOrmError {
  readonly code = 'INVALID_CURSOR';

  /** @param problem why */
  constructor(problem: string) {
    super(`The cursor ${problem}. Begin again without one.`);
  }
}

/** What a page is a page of: a cursor of one question is no answer to another. */
export interface Question {
  /** The table. */
  readonly of: string;
  readonly sort: string;
  readonly filter: unknown;
}

/** Where a page ended: the values of the terms in its last row, as the database gave them. */
export type Place = readonly unknown[];

interface Written {
  readonly v: 1;
  readonly of: string;
  readonly sort: string;
  readonly filter: string;
  readonly at: Place;
}

/** A cursor as a text for URLs, which says nothing to anybody else. */
export function writeCursor({ of, sort, filter }: Question, at: Place): string {
  const written: Written = { v: 1, of, sort, filter: fingerprint(filter), at };
  return Buffer.from(JSON.stringify(written)).toString('base64url');
}

/** @throws {@link InvalidCursorError} for a text that is no cursor of this question */
export function readCursor({ of, sort, filter }: Question, terms: readonly SortTerm[], cursor: unknown): Place {
  const written = parse(cursor);
  if (written?.v !== 1) {
    throw new InvalidCursorError('is none that this version writes');
  }
  if (written.of !== of || written.sort !== sort) {
    throw new InvalidCursorError(
      `belongs to another list: it is of ${String(written.of)}, sorted by ${String(written.sort)}`,
    );
  }
  if (written.filter !== fingerprint(filter)) {
    throw new InvalidCursorError('belongs to another filter');
  }
  const { at } = written;
  if (!Array.isArray(at) || at.length !== terms.length || !terms.every((term, index) => mayBe(term, at[index]))) {
    throw new InvalidCursorError('names no place in the list');
  }
  return at;
}

function parse(cursor: unknown): Partial<Written> | undefined {
  if (typeof cursor !== 'string' || !/^[\w-]+$/.test(cursor)) {
    return undefined;
  }
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Partial<Written>;
  } catch {
    return undefined;
  }
}

function mayBe(term: SortTerm, value: unknown): boolean {
  return value === null ? term.isNullable : term.isValue(value);
}

/** Equal for filters that ask the same in the same words, in whatever order of keys. */
function fingerprint(filter: unknown): string {
  return createHash('sha256').update(JSON.stringify(filter, sortedKeys)).digest('base64url').slice(0, 22);
}

function sortedKeys(_key: string, value: unknown): unknown {
  const isDocument = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isDocument ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value;
}
