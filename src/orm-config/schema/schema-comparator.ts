import {
  type AbstractSqlPlatform,
  type Column,
  type DatabaseTable,
  type ForeignKey,
  type IndexDef,
  SchemaComparator,
  type TableDifference,
} from '@mikro-orm/sql';
import { sameDefault, sameType } from './blind-spots.ts';
import { type IndexText, parseIndex } from './index-text.ts';
import { normalExpression } from './sql-text.ts';

/** Compares what the definitions say, where MikroORM's own comparator goes by names, or by what it would have written itself. */
export class PrefectSchemaComparator extends SchemaComparator {
  readonly #platform: AbstractSqlPlatform;

  constructor(platform: AbstractSqlPlatform) {
    super(platform);
    this.#platform = platform;
  }

  override diffColumn(from: Column, to: Column, _fromTable: DatabaseTable, _logging?: boolean): Set<string> {
    const changes: Record<string, boolean> = {
      type: !sameType(from.type, to.type),
      nullable: Boolean(from.nullable) !== Boolean(to.nullable),
      default: !sameDefault(from.default ?? null, to.default ?? null),
      generated: normalExpression(from.generated ?? '') !== normalExpression(to.generated ?? ''),
      collation: (from.collation ?? '').toLowerCase() !== (to.collation ?? '').toLowerCase(),
      enumItems: Boolean(from.nativeEnumName ?? to.nativeEnumName) && this.diffEnumItems(from.enumItems, to.enumItems),
      comment: this.#platform.supportsComments() && this.diffComment(from.comment, to.comment),
    };
    return new Set(Object.keys(changes).filter((name) => changes[name]));
  }

  override diffIndex(from: IndexDef, to: IndexDef): boolean {
    return JSON.stringify(this.#textOf(from)) !== JSON.stringify(this.#textOf(to));
  }

  override diffForeignKey(from: ForeignKey, to: ForeignKey, diff: TableDifference): boolean {
    return (
      super.diffForeignKey(from, to, diff) ||
      ruleOf(from.deleteRule) !== ruleOf(to.deleteRule) ||
      ruleOf(from.updateRule) !== ruleOf(to.updateRule)
    );
  }

  override diffExpression(from: string, to: string): boolean {
    return normalExpression(from ?? '') !== normalExpression(to ?? '');
  }

  #textOf(index: IndexDef): IndexText | object {
    if (index.primary) {
      return { primary: index.keyName, columns: index.columnNames };
    }
    if (index.constraint && !index.expression) {
      return { constraint: index.unique, columns: index.columnNames, deferMode: index.deferMode ?? null };
    }
    return parseIndex(index.expression ?? this.#platform.getSchemaHelper()?.getCreateIndexSQL('t', index) ?? '');
  }
}

/** `restrict` is not `no action`: it does not wait for the end of the statement. */
function ruleOf(rule: string | undefined): string {
  return (rule ?? 'no action').toLowerCase();
}
