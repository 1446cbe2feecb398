import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { BlockType } from '../../domain/index.ts';
import { insertOnConflict } from '../../queries/insert-on-conflict.ts';
import { checked, flag, inputOf, name, text } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { slug } from './fields.ts';

const newBlockType = inputOf({
  name: name.min(1, { error: 'is empty.' }),
  slug,
  logoUrl: text.nullish(),
  documentationUrl: text.nullish(),
  description: text.nullish(),
  codeExample: text.nullish(),
  isProtected: flag.optional(),
});

/** A block type that is to be there. */
export type NewBlockType = z.infer<typeof newBlockType>;

/**
 * Makes a block type. Of the description and the code example `&`, `<` and `>` are escaped as HTML.
 *
 * Names that begin with "Prefect" are good here; the reference's API refuses them.
 *
 * @param override whether a type with this slug gets these values: all, also those that are left out, but for id, `created` and `updated`
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 * @throws MikroORM's `UniqueConstraintViolationException` where the slug is taken, unless it is to be overridden
 */
export async function createBlockType(
  em: EntityManager,
  blockType: NewBlockType,
  { override = false }: { override?: boolean } = {},
): Promise<BlockType> {
  const values = rowOf(checked('blockType', newBlockType, blockType));
  return inTransaction(em, async (tx) => {
    if (!override) {
      const created = new BlockType(values);
      await tx.persist(created).flush();
      return created;
    }
    await insertOnConflict(tx, BlockType, values, ['slug'], { set: values });
    return tx.findOneOrFail(BlockType, { slug: values.slug }, { refresh: true });
  });
}

/** Every column that the input decides about. */
function rowOf(given: NewBlockType) {
  return {
    name: given.name,
    slug: given.slug,
    logoUrl: given.logoUrl?.trim() ?? null,
    documentationUrl: given.documentationUrl?.trim() ?? null,
    description: escaped(given.description),
    codeExample: escaped(given.codeExample),
    isProtected: given.isProtected ?? false,
  };
}

function escaped(html: string | null | undefined): string | null {
  return html?.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') ?? null;
}
