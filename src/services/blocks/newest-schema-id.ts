import type { EntityManager } from '@mikro-orm/core';
import { BlockSchema } from '../../domain/index.ts';

/** The id of the newest schema of a checksum; of any version if none is asked for. Undefined where there is none. */
export async function newestSchemaId(
  em: EntityManager,
  checksum: string,
  version?: string,
): Promise<string | undefined> {
  const where = version === undefined ? { checksum } : { checksum, version };
  const newest = await em.findOne(BlockSchema, where, {
    fields: ['id'],
    populate: false,
    disableIdentityMap: true,
    orderBy: { created: 'desc', id: 'desc' },
  });
  return newest?.id;
}
