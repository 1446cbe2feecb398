import type { CopiedTable, TableReference } from './tables.ts';

/** In which order tables are filled, so that what a row points at is there before it. */
export interface CopyOrder {
  readonly tables: readonly CopiedTable[];
  /** By table: the columns that go in as NULL and are set when every table is filled, since foreign keys form a circle. */
  readonly deferred: ReadonlyMap<string, readonly string[]>;
}

/**
 * Orders tables by their foreign keys. Where only a circle is left, the table that most others wait for goes first, with its nullable
 * references put off.
 *
 * @throws Error where a circle has no reference that can be NULL: no order of inserts could fill it
 */
export function orderOf(tables: Iterable<CopiedTable>): CopyOrder {
  const waiting = new Map([...tables].map((table) => [table.name, table]));
  const ordered: CopiedTable[] = [];
  const deferred = new Map<string, string[]>();
  while (waiting.size > 0) {
    const next = nextOf(waiting);
    waiting.delete(next.name);
    ordered.push(next);
    const put = openReferences(next, waiting).concat(selfReferences(next));
    if (put.length > 0) {
      deferred.set(
        next.name,
        put.map(({ column }) => column),
      );
    }
  }
  return { tables: ordered, deferred };
}

function nextOf(waiting: ReadonlyMap<string, CopiedTable>): CopiedTable {
  const free = [...waiting.values()].find((table) => openReferences(table, waiting).length === 0);
  if (free) {
    return free;
  }
  const breakable = [...waiting.values()].filter((table) =>
    openReferences(table, waiting).every(({ nullable }) => nullable),
  );
  const waitersOf = (table: CopiedTable) =>
    [...waiting.values()].filter(({ references }) => references.some(({ target }) => target === table.name)).length;
  const [first] = breakable.toSorted((a, b) => waitersOf(b) - waitersOf(a));
  if (!first) {
    throw new Error(`The foreign keys of ${[...waiting.keys()].join(', ')} form a circle without a nullable column`);
  }
  return first;
}

function openReferences(table: CopiedTable, waiting: ReadonlyMap<string, CopiedTable>): TableReference[] {
  return table.references.filter(
    ({ target, constrained }) => constrained && target !== table.name && waiting.has(target),
  );
}

function selfReferences(table: CopiedTable): TableReference[] {
  return table.references.filter(({ target, constrained }) => constrained && target === table.name);
}
