import type { MikroORM } from '@mikro-orm/core';

/** An open database, ready to be read from. Who opened it closes it. */
export interface ShownDatabase {
  readonly orm: MikroORM;
  /** Which database it is, without a password. */
  readonly title: string;
  /** What else is worth saying above the overview, a line each. */
  readonly notes: readonly string[];
}
