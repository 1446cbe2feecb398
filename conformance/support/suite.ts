import type { VectorCase, VectorFile } from './vectors.ts';
import type { World } from './world.ts';
import type { ComparisonRules } from './compare.ts';

/** What running a case has brought about. */
export interface Observation {
  /** What was seen, by the fields of the case's expectation; a field that the case does not expect is not looked at. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** How the fields are compared, where it is not plainly. */
  readonly rules?: ComparisonRules;
  /** What is other than in the reference on purpose, for every case alike, and the fields that are therefore not compared. */
  readonly byRule?: { readonly rule: string; readonly fields: readonly string[] };
}

/** The cases of one kind. */
export interface Suite {
  /** The name that their files give themselves. */
  readonly file: string;
  /** @returns what was seen, or why the case is not handled */
  run(vector: VectorCase, world: World, file: VectorFile): Promise<Observation | NotHandled>;
}

/** The case asks for something that the package does not do yet. */
export class NotHandled {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}
