import { PrefectOrmError } from './errors.ts';

/** Something was asked that needs a relation which is neither loaded nor set. Null would be a false answer. */
export class NotLoadedError extends PrefectOrmError {
  readonly code = 'NOT_LOADED';
  /** The class of the entity. */
  readonly entity: string;
  /** The relation of the entity. */
  readonly property: string;

  constructor(owner: object, property: string) {
    const entity = owner.constructor.name;
    super(
      `${entity}.${property} is neither loaded nor set. Load it, by naming it in \`fields\` or \`populate\`, or set it.`,
    );
    this.entity = entity;
    this.property = property;
  }
}

/**
 * The id that a relation points at; the row there need not be loaded.
 *
 * @throws {@link NotLoadedError} where not even the id is known, as after a find with other `fields`
 */
export function idOf(owner: object, property: string, target: { id: string }): string;
export function idOf(owner: object, property: string, target: { id: string } | null): string | null;
export function idOf(owner: object, property: string, target: { id: string } | null | undefined): string | null {
  if (target === undefined) {
    throw new NotLoadedError(owner, property);
  }
  return target === null ? null : target.id;
}
