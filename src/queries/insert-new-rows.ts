import type { EntityClass, EntityDictionary, EntityManager, RequiredEntityData } from '@mikro-orm/core';
import type { Base } from '../domain/index.ts';
import { newEntity } from './insert-on-conflict.ts';
import { rowsOf, Statement } from './statement.ts';

/**
 * Inserts rows in one statement, but for those that meet a row by a unique key: it is left alone. A null in the key meets no row. As with
 * {@link insertOnConflict}, the rows get the defaults of the application and stay outside the unit of work.
 *
 * @param rows what the constructor of the entity takes; no more than one statement can carry
 * @param key the columns of the unique key
 * @returns the ids of the rows that went in
 * @throws {@link InvalidValueError} for a value that a property cannot hold, and MikroORM's exceptions for what the database refuses
 */
export async function insertNewRows<Entity extends Base>(
  em: EntityManager,
  entityClass: EntityClass<Entity>,
  rows: readonly RequiredEntityData<Entity>[],
  key: readonly string[],
): Promise<Set<string>> {
  const meta = em.getMetadata(entityClass);
  const stored = rows.map((row) => em.getComparator().prepareEntity(newEntity(em, entityClass, row)));
  const properties = meta.props.filter(({ name }) => stored.some((row) => name in row));
  const quoted = (names: readonly string[]) => names.map((name) => em.getPlatform().quoteIdentifier(name)).join(', ');
  const marks = `(${properties.map(() => '?').join(', ')})`;
  const text = `insert into ${quoted([meta.tableName])} (${quoted(properties.flatMap(({ fieldNames }) => fieldNames))})
    values ${stored.map(() => marks).join(', ')} on conflict (${quoted(key)}) do nothing returning id`;
  const values = stored.flatMap((row) => properties.map(({ name }) => (row as EntityDictionary<Base>)[name as 'id']));
  try {
    const inserted = await rowsOf<{ id: string }>(em, new Statement(text, values));
    return new Set(inserted.map(({ id }) => id));
  } catch (error) {
    throw em.getDriver().convertException(error as Error);
  }
}
