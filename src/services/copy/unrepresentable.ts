/** Why a value cannot go over: a part of a sentence, such as `a NUL character`. */
export class Unrepresentable extends Error {}

/** One thing that keeps a row from being copied. */
export interface UnrepresentableValue {
  readonly table: string;
  /** As the source has it. */
  readonly id: string;
  readonly column: string;
  /** What the target cannot hold, such as `a NUL character`. */
  readonly reason: string;
}
