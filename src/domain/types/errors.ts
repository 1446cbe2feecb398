import type { Type } from '@mikro-orm/core';
import { PrefectOrmError } from '../shared/errors.ts';

/** A value that its column cannot hold. Nothing was written. */
export class InvalidValueError extends PrefectOrmError {
  readonly code = 'INVALID_VALUE';
  /** The class of the entity; empty where the value was not on its way into one. */
  readonly entity: string;
  /** The property of the entity. */
  readonly property: string;
  /** Where in a JSON document, such as `schedule.interval`; empty for other values. */
  readonly path: string;
  /** What is wrong and what is expected, without the place. */
  readonly problem: string;

  /**
   * @param type the value type that refused, which knows the property
   * @param problem what is wrong and what is expected, without the value: it may be a secret
   * @param path where in the document
   */
  constructor(type: Pick<Type, 'meta' | 'prop'>, problem: string, path = '') {
    const entity = type.meta?.className ?? '';
    const property = type.prop?.name ?? '';
    const place = [entity, property].filter(Boolean).join('.') || 'The value';
    super(`${place}${path ? ` at ${path}` : ''}: ${problem}`);
    this.entity = entity;
    this.property = property;
    this.path = path;
    this.problem = problem;
  }
}
