import { setFlagsFromString } from 'node:v8';
import { Command } from 'commander';
import { PrefectOrmError } from '../../domain/index.ts';
import {
  CopyDiffersError,
  copyDatabase,
  type CopyOptions,
  type CopyReport,
  UnrepresentableRowsError,
} from '../../services/copy/index.ts';
import { copyMeter } from '../copy/progress.ts';
import { type CopyEnds, renderCopy, renderValues } from '../copy/render.ts';
import { openTarget } from '../copy/target.ts';
import { openReadOnly } from '../databases/given.ts';
import { explained, report as reportFailure, sentenceOf } from '../failure.ts';
import { paintFor } from '../terminal/paint.ts';
import { screenWidth } from '../terminal/screen.ts';

interface CopyCommandOptions {
  readonly resume?: true;
  readonly skipUnrepresentable?: true;
  readonly json?: true;
}

/** A copy that has come to its end. */
interface Copied extends CopyEnds {
  readonly report: CopyReport;
}

const afterHelp = `
Examples:
  prefect-orm copy ~/.prefect/prefect.db postgresql://user@localhost/prefect
      from Prefect's own SQLite database to an empty PostgreSQL database
  prefect-orm copy --resume ~/.prefect/prefect.db postgresql://user@localhost/prefect
      go on after it was broken off

Exit codes:
  0 copied, and the digests are equal, 1 failed on the way, or the digests differ, 2 wrong usage,
  3 refused before anything was written, 130 stopped by Ctrl-C`;

/** `prefect-orm copy SOURCE TARGET`. */
export function copyCommand(): Command {
  return new Command('copy')
    .summary('every row of a database into another one')
    .description(
      'Copies every row of a Prefect database into an empty one, between SQLite and PostgreSQL in any direction, and compares digests ' +
        'of both afterwards. The source is opened read only, and seen as it is at one moment. Nothing of a row is changed.',
    )
    .argument('<source>', 'an SQLite file, or the URL of a database in the form of Prefect or a plain one')
    .argument('<target>', 'the same; an SQLite file that is not there is made')
    .option('--resume', 'go on with a copy that was broken off: what differs is copied again')
    .option('--skip-unrepresentable', 'leave out rows that the target cannot hold, and what depends on them')
    .option('--json', 'print a JSON document')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', afterHelp)
    .action(copy);
}

async function copy(from: string, to: string, options: CopyCommandOptions): Promise<void> {
  // rows come and go: a heap that grows by more would hold many that are gone
  setFlagsFromString('--heap-growing-percent=20');
  setFlagsFromString('--semi-space-growth-factor=1');
  const meter = copyMeter();
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const copied = await copyBetween(from, to, { ...options, signal: stop.signal, onProgress: meter.show });
    meter.clear();
    tell(copied, options);
  } catch (error) {
    meter.clear();
    fail(explained(error), options);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

async function copyBetween(from: string, to: string, options: CopyOptions): Promise<Copied> {
  const begin = performance.now();
  const source = await openReadOnly(from);
  try {
    const target = await openTarget(to);
    try {
      const report = await copyDatabase(source, target, options);
      return { source: source.name, target: target.name, seconds: (performance.now() - begin) / 1000, report };
    } finally {
      await target.orm.close();
    }
  } finally {
    await source.orm.close();
  }
}

function tell({ report, ...ends }: Copied, { json }: CopyCommandOptions): void {
  const { differing } = report;
  const error = differing.length > 0 ? new CopyDiffersError(differing) : null;
  const text = json
    ? documentOf(error, { ...ends, ...report })
    : renderCopy(report, ends, { width: screenWidth(), paint: paintFor() }).join('\n');
  process.stdout.write(`${text}\n`);
  if (error) {
    reportFailure(error);
  }
}

function fail(error: unknown, { json }: CopyCommandOptions): void {
  if (json) {
    process.stdout.write(`${documentOf(error)}\n`);
  } else if (error instanceof UnrepresentableRowsError) {
    process.stderr.write(`${renderValues(error.values).join('\n')}\n`);
  }
  reportFailure(error);
}

function documentOf(error: unknown, fields: object = {}): string {
  return JSON.stringify({ ...fields, error: error && errorFields(error) }, undefined, 2);
}

/** The parts of our own errors, such as the values that cannot be copied, go along. */
function errorFields(error: unknown): object {
  return error instanceof PrefectOrmError
    ? { message: error.message, ...Object.fromEntries(Object.entries(error)) }
    : { code: null, message: sentenceOf(error) };
}
