import type { CopyPhase, CopyProgress } from '../../services/copy/index.ts';
import { progressLine } from '../terminal/progress.ts';
import { spelledDuration } from '../terminal/times.ts';

const titles: Readonly<Record<CopyPhase, string>> = {
  check: 'Checking',
  copy: 'Copying',
  point: 'Setting circular references of',
  verify: 'Verifying',
};

/** How often it is told how far the copy is, in milliseconds: on a terminal, and in a pipe. */
const [often, seldom] = [100, 10_000];

/** What tells on stderr how far a copy is: a line that is written over on a terminal, in a pipe a line now and then. */
export interface CopyMeter {
  show(progress: CopyProgress): void;
  clear(): void;
}

/** @param clock gives milliseconds */
export function copyMeter(
  stream: NodeJS.WriteStream = process.stderr,
  clock: () => number = () => performance.now(),
): CopyMeter {
  const line = progressLine(stream);
  let phase: CopyPhase | undefined;
  let begin = 0;
  let told: number | undefined;
  return {
    show(progress) {
      const present = clock();
      if (progress.phase !== phase) {
        phase = progress.phase;
        begin = present;
      }
      // in a pipe nothing is said of a copy that is quick
      told ??= stream.isTTY ? -Infinity : present;
      if (present - told < (stream.isTTY ? often : seldom)) {
        return;
      }
      told = present;
      const text = spelledProgress(progress, (present - begin) / 1000);
      if (stream.isTTY) {
        line.show(text);
      } else {
        stream.write(`${text}\n`);
      }
    },
    clear: () => line.clear(),
  };
}

/** `Copying 120,000 of 480,000 rows, 40,000 rows/s, 9 s left`; `seconds`: since the phase began. */
export function spelledProgress({ phase, done, total }: CopyProgress, seconds: number): string {
  const rows = `${titles[phase]} ${spelledCount(done)} of ${spelledCount(total)} rows`;
  const rate = done / seconds;
  if (!(rate > 0 && Number.isFinite(rate))) {
    return rows;
  }
  const left = Temporal.Duration.from({ seconds: Math.ceil((total - done) / rate) });
  return `${rows}, ${spelledCount(Math.round(rate))} rows/s, ${spelledLeft(left)} left`;
}

/** `1,234,567`. */
export function spelledCount(count: number): string {
  return count.toLocaleString('en-US');
}

function spelledLeft(left: Temporal.Duration): string {
  return left.seconds < 60 ? `${left.seconds} s` : spelledDuration(left);
}
