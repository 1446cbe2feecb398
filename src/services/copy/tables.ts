import { type EntityManager, type EntityMetadata, type EntityProperty, ReferenceKind } from '@mikro-orm/core';
import { indexesOf } from './indexes.ts';

/** One column of a mapped table, and the property that it belongs to. */
export interface CopiedColumn {
  readonly name: string;
  readonly property: EntityProperty;
}

/** A column that holds the id of another row. */
export interface TableReference {
  readonly column: string;
  /** The table that it points into. */
  readonly target: string;
  readonly nullable: boolean;
  /** Whether the database itself sees to it that the row is there. */
  readonly constrained: boolean;
  /** What becomes of the row when the one that it points at is deleted; undefined: that one cannot be deleted. */
  readonly deleteRule: string | undefined;
}

/** The columns of an index, in their order; those that it only includes count too. */
export interface TableIndex {
  readonly columns: readonly CopiedColumn[];
  /** Whether no two rows may say the same in them. */
  readonly unique: boolean;
}

/** A mapped table as one of the two databases has it. */
export interface CopiedTable {
  readonly name: string;
  readonly key: string;
  readonly columns: readonly CopiedColumn[];
  readonly references: readonly TableReference[];
  /** But for those of expressions, and those that are no trees. */
  readonly indexes: readonly TableIndex[];
}

/** Every mapped table, by name. */
export function tablesOf(em: EntityManager): ReadonlyMap<string, CopiedTable> {
  const metas = [...em.getMetadata().getAll().values()].filter((meta) => !meta.abstract);
  return new Map(metas.map((meta) => [meta.tableName, tableOf(meta)]));
}

function tableOf(meta: EntityMetadata): CopiedTable {
  const stored = meta.props.filter((property) => property.persist !== false && property.fieldNames?.length === 1);
  const columns = stored.map((property) => ({ name: columnOf(property), property }));
  return {
    name: meta.tableName,
    key: columnOf(meta.properties[meta.primaryKeys[0]!]!),
    columns,
    references: stored.filter(({ kind }) => kind === ReferenceKind.MANY_TO_ONE).map(referenceOf),
    indexes: indexesOf(meta, columns),
  };
}

function referenceOf(property: EntityProperty): TableReference {
  return {
    column: columnOf(property),
    target: property.targetMeta!.tableName,
    nullable: property.nullable === true,
    constrained: property.createForeignKeyConstraint,
    deleteRule: property.deleteRule,
  };
}

function columnOf(property: EntityProperty): string {
  return property.fieldNames[0]!;
}
