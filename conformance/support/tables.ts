import { type EntityMetadata, type EntityProperty, type MetadataStorage, ReferenceKind } from '@mikro-orm/core';

type Metadata = EntityMetadata<object>;

/** Finds entities and their properties by the names of tables, columns and the reference's attributes. */
export class Tables {
  readonly #byTable = new Map<string, Metadata>();
  readonly #byClass = new Map<string, Metadata>();

  constructor(storage: MetadataStorage) {
    for (const meta of storage.getAll().values() as Iterable<Metadata>) {
      if (!meta.abstract && meta.tableName) {
        this.#byTable.set(meta.tableName, meta);
        this.#byClass.set(meta.className, meta);
      }
    }
  }

  /** The names of all tables with an entity. */
  get names(): string[] {
    return [...this.#byTable.keys()];
  }

  hasClass(className: string): boolean {
    return this.#byClass.has(className);
  }

  /** @throws where no entity is mapped to the table */
  of(table: string): Metadata {
    return found(this.#byTable.get(table), `an entity of table ${table}`);
  }

  /** @throws where there is no such entity */
  ofClass(className: string): Metadata {
    return found(this.#byClass.get(className), `an entity ${className}`);
  }
}

/** The property that a column is mapped to. */
export function propertyOfColumn(meta: Metadata, column: string): EntityProperty {
  return found(
    columnsOf(meta).find((property) => property.fieldNames[0] === column),
    `a property of ${meta.className} for the column ${column}`,
  );
}

/** The properties with a column, in the order of the entity. */
export function columnsOf(meta: Metadata): EntityProperty[] {
  return meta.props.filter(
    ({ kind, persist, fieldNames, formula }) =>
      (kind === ReferenceKind.SCALAR || kind === ReferenceKind.MANY_TO_ONE) &&
      persist !== false &&
      fieldNames &&
      !formula,
  ) as EntityProperty[];
}

/** `work_queue_id` as we write it: `workQueueId`. A leading underscore, the reference's mark for what is private, goes. */
export function camelCase(name: string): string {
  return name.replace(/^_|_$/g, '').replaceAll(/_+([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** Whether instances of an entity have a member of this name: a property, a getter or a method. */
export function hasMember(meta: Metadata, name: string): boolean {
  return name in meta.properties || name in meta.prototype;
}

function found<Found>(value: Found | undefined, what: string): Found {
  if (value === undefined) {
    throw new Error(`There is not ${what}`);
  }
  return value;
}
