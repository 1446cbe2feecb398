import type { JsonObject } from '../../src/domain/index.ts';
import type { World } from './world.ts';

/** The rows of the tables that are expected, in the columns that are expected. */
export async function tablesOf(world: World, expected: JsonObject): Promise<Record<string, unknown>> {
  const tables = Object.entries(expected).map(async ([table, rows]) => {
    const [first] = rows as unknown as JsonObject[];
    const found = await world.findAll(table);
    return [table, found.map((row) => world.encodeRow(table, row, Object.keys(first ?? { id: null })))] as const;
  });
  return Object.fromEntries(await Promise.all(tables));
}
