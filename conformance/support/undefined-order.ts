import type { JsonObject, JsonValue } from '../../src/domain/index.ts';
import type { Dialect } from '../../test/support/databases/index.ts';

/**
 * Brings positions whose order is undefined into the order that is expected, where they hold the same values.
 *
 * @param undefinedOrder groups of positions, for both dialects or by dialect
 */
export function withOrder(
  undefinedOrder: JsonValue | undefined,
  dialect: Dialect,
  expected: JsonObject,
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const groups = groupsOf(undefinedOrder, dialect);
  const arranged = Object.entries(fields).map(([field, value]) => {
    const wanted = expected[field];
    return [
      field,
      Array.isArray(value) && Array.isArray(wanted) ? groups.reduce(arrange(wanted), value) : value,
    ] as const;
  });
  return Object.fromEntries(arranged);
}

function arrange(
  wanted: readonly JsonValue[],
): (got: readonly unknown[], group: readonly number[]) => readonly unknown[] {
  return (got, group) => {
    const rank = new Map(group.map((position) => [keyOf(wanted[position]), position]));
    const values = group.map((position) => got[position]);
    const isPermutation = rank.size === group.length && values.every((value) => rank.has(keyOf(value)));
    if (!isPermutation) {
      return got;
    }
    const arranged = [...got];
    for (const value of values) {
      arranged[rank.get(keyOf(value)) as number] = value;
    }
    return arranged;
  };
}

function groupsOf(undefinedOrder: JsonValue | undefined, dialect: Dialect): number[][] {
  const groups = Array.isArray(undefinedOrder) ? undefinedOrder : (undefinedOrder as JsonObject | undefined)?.[dialect];
  return (groups ?? []) as number[][];
}

function keyOf(value: unknown): string {
  return JSON.stringify(value) ?? '';
}
