import { rmSync } from 'node:fs';
import { constants } from 'node:os';

type Cleanup = () => Promise<void>;

const cleanups: Cleanup[] = [];

/** Has something closed after the last test, or when the run is broken off. */
export function atEndOfRun(cleanup: Cleanup): void {
  cleanups.push(cleanup);
  cleanUpOnSignals();
}

/** Has a file or folder removed when the process ends, however that comes about. */
export function removeAtEnd(path: string): void {
  process.once('exit', () => rmSync(path, { recursive: true, force: true }));
  cleanUpOnSignals();
}

/** Closes what has been opened, the last first. One failure does not keep the others from being closed. */
export async function cleanUp(): Promise<void> {
  const failures: unknown[] = [];
  for (let cleanup = cleanups.pop(); cleanup !== undefined; cleanup = cleanups.pop()) {
    await cleanup().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, 'The tests could not clean up behind themselves');
  }
}

let listening = false;

function cleanUpOnSignals(): void {
  if (listening) {
    return;
  }
  listening = true;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // not `once`: libraries end the process as soon as they find no other listener
    process.on(signal, () => void cleanUp().finally(() => process.exit(128 + constants.signals[signal])));
  }
}
