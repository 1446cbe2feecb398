import { parseArgs } from 'node:util';
import { type Dialect, dialects } from '../test/support/databases/index.ts';
import { cleanUp } from '../test/support/cleanup.ts';
import { asState } from './as-state.ts';
import { blockEncryption } from './block-encryption.ts';
import { cascades } from './cascades.ts';
import { estimatedRunTime } from './estimated-run-time.ts';
import { estimatedStartTimeDelta } from './estimated-start-time-delta.ts';
import { filters } from './filters.ts';
import { flowRunGraph } from './flow-run-graph.ts';
import { flowRunHistory } from './flow-run-history.ts';
import { lateness } from './lateness.ts';
import { modelsMisc } from './models-misc.ts';
import { naming } from './naming.ts';
import { serverDefaults } from './server-defaults.ts';
import { sortExpressions } from './sort-expressions.ts';
import { setState } from './set-state.ts';
import { ConformanceDatabase } from './support/database.ts';
import { printFindings, printTable } from './support/report.ts';
import { type FileResult, runFile } from './support/run.ts';
import type { Suite } from './support/suite.ts';
import { readVectors, type VectorFile } from './support/vectors.ts';
import { timestampIntervals } from './timestamp-intervals.ts';
import { types } from './types.ts';
import { upserts } from './upserts.ts';
import { workQueuePolling } from './work-queue-polling.ts';

const suites: readonly Suite[] = [
  asState,
  blockEncryption,
  cascades,
  estimatedRunTime,
  estimatedStartTimeDelta,
  filters,
  flowRunGraph,
  flowRunHistory,
  lateness,
  modelsMisc,
  naming,
  serverDefaults,
  setState,
  sortExpressions,
  timestampIntervals,
  types,
  upserts,
  workQueuePolling,
];

const usage = `Usage: npm run conformance -- DIR [--dialect sqlite|postgresql] [--file NAME] [--all]

Runs the vector files of a folder through the entities, on each dialect. Fails on a failure; with --all also on a case not handled.`;

interface Wishes {
  readonly folder: string;
  readonly dialects: readonly Dialect[];
  readonly file: string | undefined;
  readonly all: boolean;
}

/** What the command line asks for; undefined where it makes no sense. */
function wishes(): Wishes | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { dialect: { type: 'string' }, file: { type: 'string' }, all: { type: 'boolean', default: false } },
  });
  const [folder] = positionals;
  const wanted = dialects.filter((dialect) => values.dialect === undefined || dialect === values.dialect);
  return folder === undefined || positionals.length > 1 || wanted.length === 0
    ? undefined
    : { folder, dialects: wanted, file: values.file, all: values.all };
}

function filesOf({ folder, file }: Wishes): VectorFile[] {
  try {
    return readVectors(folder, file);
  } catch (error) {
    console.error((error as Error).message);
    return [];
  }
}

async function runOn(dialect: Dialect, files: readonly VectorFile[]): Promise<FileResult[]> {
  const database = await ConformanceDatabase.open(dialect);
  const results: FileResult[] = [];
  try {
    for (const file of files) {
      const suite = suites.find((candidate) => candidate.file === file.file);
      const result = await runFile(file, suite, database);
      printFindings(result);
      results.push(result);
    }
  } finally {
    await database.close();
  }
  return results;
}

async function main(): Promise<number> {
  const wanted = wishes();
  if (wanted === undefined) {
    console.error(usage);
    return 2;
  }
  const files = filesOf(wanted);
  if (files.length === 0) {
    return 2;
  }
  const results: FileResult[] = [];
  for (const dialect of wanted.dialects) {
    results.push(...(await runOn(dialect, files)));
  }
  printTable(results.toSorted((a, b) => a.file.localeCompare(b.file)));
  const failed = results.some(
    ({ failures, notHandled }) => failures.length > 0 || (wanted.all && notHandled.length > 0),
  );
  return failed ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void cleanUp().finally(() => process.exit(130)));
}

try {
  process.exitCode = await main();
} finally {
  await cleanUp();
}
