import type { AssignOptions } from '@mikro-orm/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { pastAccessors } from '../past-accessors.ts';

/** MikroORM's, with an `em.assign` that takes the state of a run that is only referred to. */
export class PrefectPostgreSqlEntityManager extends EntityManager {
  override assign(entity: object, data: object, options?: AssignOptions<boolean>): never {
    return super.assign(entity, pastAccessors(entity, data), options) as never;
  }
}
