import type { IType } from '@mikro-orm/core';

/**
 * The type of a property that holds a JSON document.
 *
 * It is the document itself. The wrapping tells MikroORM's types that the value is one thing: they look into plain objects for the
 * properties of an entity, and would ask for documents that may be left out and take anything for them.
 */
export type Json<T> = IType<NonNullable<T>, string> | Extract<T, null | undefined>;
