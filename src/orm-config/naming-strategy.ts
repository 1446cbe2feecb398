import { createHash } from 'node:crypto';
import { AbstractNamingStrategy, type NamingStrategy } from '@mikro-orm/core';

/**
 * Prefect's names: a table is its class with `_` before every further capital, and indexes and constraints are
 * `ix_`, `uq_`, `ck_`, `fk_` and `pk_` with the table and, after two underscores, the columns.
 */
export class PrefectNamingStrategy extends AbstractNamingStrategy {
  classToTableName(entityName: string, tableName?: string): string {
    return tableName ?? underscore(entityName);
  }

  propertyToColumnName(propertyName: string): string {
    return underscore(propertyName);
  }

  joinColumnName(propertyName: string): string {
    return `${underscore(propertyName)}_${this.referenceColumnName()}`;
  }

  joinKeyColumnName(entityName: string, referencedColumnName?: string): string {
    return `${underscore(entityName)}_${referencedColumnName ?? this.referenceColumnName()}`;
  }

  joinTableName(sourceEntity: string, _targetEntity: string, propertyName: string, tableName?: string): string {
    return `${this.classToTableName(sourceEntity, tableName)}_${underscore(propertyName)}`;
  }

  referenceColumnName(): string {
    return 'id';
  }

  override indexName(tableName: string, columns: string[], type: NameKind): string {
    const table = tableName.slice(tableName.lastIndexOf('.') + 1);
    const of = columns.map((column) => column.replaceAll('.', '_')).join('_');
    return type === 'primary' || of === '' ? `${prefixes[type]}_${table}` : `${prefixes[type]}_${table}__${of}`;
  }

  /** The name of a foreign key ends with the table it refers to, which MikroORM does not tell when it asks for a name. */
  foreignKeyName(tableName: string, columns: string[], referencedTableName: string): string {
    return `${this.indexName(tableName, columns, 'foreign')}__${referencedTableName}`;
  }
}

/** Cuts a name that is longer than the database takes, as Prefect's own tools do: its start, and four digits that tell like names apart. */
export function cutIdentifier(name: string, maxLength: number): string {
  if (name.length <= maxLength) {
    return name;
  }
  const hash = createHash('md5').update(name).digest('hex').slice(-4);
  return `${name.slice(0, maxLength - 8)}_${hash}`;
}

/** No underscore before a digit: `ConcurrencyLimitV2` is `concurrency_limit_v2`. */
function underscore(name: string): string {
  return name.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase();
}

type NameKind = Parameters<NamingStrategy['indexName']>[2];

const prefixes: Record<NameKind, string> = {
  primary: 'pk',
  index: 'ix',
  unique: 'uq',
  foreign: 'fk',
  check: 'ck',
  sequence: 'seq',
  default: 'df',
  trigger: 'tr',
};
