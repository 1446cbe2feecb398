import type { World } from './world.ts';

/** Deletes a row by its entity. */
export async function removeRow(world: World, table: string, id: string): Promise<void> {
  const em = world.em();
  em.remove(await em.findOneOrFail(world.tables.of(table).class, { id }));
  await em.flush();
}
