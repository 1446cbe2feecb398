import type { MikroORM } from '@mikro-orm/core';

/** An open database, ready to be read from. Who opened it closes it. */
export interface ShownDatabase {
  readonly orm: MikroORM;
  /** `Prefect database`, for instance. */
  readonly kind: string;
  /** Which one it is: a path, or a URL without its password. */
  readonly name: string;
  /** What else is worth saying above the overview, a line each. */
  readonly notes: readonly string[];
}
