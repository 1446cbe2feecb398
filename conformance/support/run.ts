import type { JsonObject, JsonValue } from '../../src/domain/index.ts';
import type { Dialect } from '../../test/support/databases/index.ts';
import { type Difference, differences } from './compare.ts';
import type { ConformanceDatabase } from './database.ts';
import { NotHandled, type Observation, type Suite } from './suite.ts';
import { withOrder } from './undefined-order.ts';
import { instantOf } from './values.ts';
import { expectedOn, quirkOn, type VectorCase, type VectorFile, type VectorRow } from './vectors.ts';
import { World } from './world.ts';

/** A case that is not as it was expected, or is meant not to be. */
export interface Finding {
  readonly vector: VectorCase;
  readonly differences: readonly Difference[];
}

/** How the cases of one file went on one dialect. */
export interface FileResult {
  readonly file: string;
  readonly dialect: Dialect;
  readonly cases: number;
  readonly passed: number;
  readonly failures: readonly Finding[];
  /** The cases that are marked as quirks, with or without a difference. */
  readonly quirks: readonly Finding[];
  /** The cases that were not run, with the reason. */
  readonly notHandled: readonly { readonly vector: VectorCase; readonly reason: string }[];
  /** The cases that went as a rule says, which makes an exception for them, by the rule. */
  readonly byRule: ReadonlyMap<string, readonly VectorCase[]>;
}

interface CaseResult {
  readonly differences: readonly Difference[];
  readonly rule?: string | undefined;
}

/** Runs the cases of a file one after another, each in a world of its own. */
export async function runFile(
  file: VectorFile,
  suite: Suite | undefined,
  database: ConformanceDatabase,
): Promise<FileResult> {
  const failures: Finding[] = [];
  const quirks: Finding[] = [];
  const notHandled: { vector: VectorCase; reason: string }[] = [];
  const byRule = new Map<string, VectorCase[]>();
  for (const vector of file.cases) {
    const result =
      suite === undefined ? new NotHandled('cases of this kind') : await runCase(vector, suite, database, file);
    if (result instanceof NotHandled) {
      notHandled.push({ vector, reason: result.reason });
      continue;
    }
    if (quirkOn(vector, database.dialect) !== undefined) {
      quirks.push({ vector, differences: result.differences });
    } else if (result.differences.length > 0) {
      failures.push({ vector, differences: result.differences });
    } else if (result.rule !== undefined) {
      byRule.set(result.rule, [...(byRule.get(result.rule) ?? []), vector]);
    }
  }
  const cases = file.cases.length;
  const ruled = [...byRule.values()].flat().length;
  const passed = cases - ruled - failures.length - quirks.length - notHandled.length;
  return { file: file.file, dialect: database.dialect, cases, passed, failures, quirks, notHandled, byRule };
}

async function runCase(
  vector: VectorCase,
  suite: Suite,
  database: ConformanceDatabase,
  file: VectorFile,
): Promise<CaseResult | NotHandled> {
  const { now, rows, world: worldName } = vector.input as { now?: JsonValue; rows?: JsonValue; world?: string };
  const allRows = [...(file.worlds[worldName ?? ''] ?? []), ...((rows ?? []) as unknown as VectorRow[])];
  try {
    return await World.visit(database, now === undefined ? undefined : instantOf(now), allRows, async (world) => {
      const observation = await suite.run(vector, world, file);
      return observation instanceof NotHandled ? observation : judge(vector, observation, database.dialect);
    });
  } catch (error) {
    return { differences: [{ path: '(the case itself)', expected: 'to be run', got: describeError(error) }] };
  }
}

/** Compares the fields that the case expects, but for those that a rule takes out. */
function judge(vector: VectorCase, { fields, rules = {}, byRule }: Observation, dialect: Dialect): CaseResult {
  const expected = Object.entries(expectedOn(vector, dialect)).filter(([field]) => !byRule?.fields.includes(field));
  const compared: JsonObject = Object.fromEntries(expected);
  const got = withOrder(vector.undefined_order, dialect, compared, fields);
  const seen = Object.fromEntries(expected.map(([field]) => [field, got[field]]));
  return { differences: differences(compared, seen, rules), rule: byRule?.rule };
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
