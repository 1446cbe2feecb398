import type { EntityManager } from '@mikro-orm/core';
import { rowsOf, sql, Statement } from '../../queries/statement.ts';
import { inChunks } from '../chunks.ts';
import type { Reference } from './children-first.ts';

/** Schemas or documents: each kind has a table of references, and is named in its columns. */
export type Referring = 'block_schema' | 'block_document';

/**
 * All references that start from these schemas or documents, or from what they refer to, at any depth; each once. One query for hundreds, however
 * deep, and one that ends where they go in a circle.
 */
export async function referencesFrom(em: EntityManager, kind: Referring, ids: readonly string[]): Promise<Reference[]> {
  const found = new Map<string, Reference>();
  for (const roots of inChunks(ids)) {
    for (const { id, ...reference } of await rowsOf<Reference & { id: string }>(em, statementFor(kind, roots))) {
      found.set(id, reference);
    }
  }
  return [...found.values()];
}

function statementFor(kind: Referring, roots: readonly string[]): Statement {
  const table = new Statement(`${kind}_reference as reference`);
  const [parent, child] = [
    new Statement(`reference.parent_${kind}_id`),
    new Statement(`reference.reference_${kind}_id`),
  ];
  return sql`
    with recursive reached as (
      select reference.id, reference.name, ${parent} as parent, ${child} as child from ${table} where ${parent} in (${roots})
      union
      select reference.id, reference.name, ${parent}, ${child} from reached join ${table} on ${parent} = reached.child
    )
    select id, name, parent, child from reached order by name, id`;
}
