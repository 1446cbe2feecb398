import type { MikroORM } from '@mikro-orm/core';
import type { UnrepresentableValue } from './unrepresentable.ts';
import type { CopyProgress } from './watch.ts';

/** A database of a copy. */
export interface CopySource {
  readonly orm: MikroORM;
  /** Which one it is, without a password. */
  readonly name: string;
}

/** Where a copy goes. */
export interface CopyTarget {
  readonly orm: MikroORM;
  /** Whether it has Prefect's tables. */
  readonly migrated: boolean;
  /** Gives it the tables; called once it is known that the copy can be made. */
  migrate(): Promise<unknown>;
}

export interface CopyOptions {
  /** Go on with a copy, or complete a target that holds a part of the same data. */
  readonly resume?: boolean;
  /** Leave out what the target cannot hold, and what depends on it. */
  readonly skipUnrepresentable?: boolean;
  /** Stops the copy between two batches. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CopyProgress) => void;
}

/** What became of one table. */
export interface CopiedTableReport {
  readonly table: string;
  /** Of the target. */
  readonly rows: number;
  readonly leftOut: number;
  /** Values with the known fault of the reference, which are proper ones in the target. */
  readonly repaired: number;
  /** The digests of what was to be copied, and of what is in the target. */
  readonly source: string;
  readonly target: string;
}

/** What a copy has done. */
export interface CopyReport {
  /** What the digests compare: `raw` between two databases of a kind, `logical` otherwise. */
  readonly digest: 'raw' | 'logical';
  /** In the order in which they were filled. */
  readonly tables: readonly CopiedTableReport[];
  /** What was left out, and why; several entries for a row with several faults. */
  readonly leftOut: readonly UnrepresentableValue[];
  /** The tables in which source and target differ: none, unless something else has written to the target. */
  readonly differing: readonly string[];
}
