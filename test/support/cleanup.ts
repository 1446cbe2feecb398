type Cleanup = () => Promise<void>;

const cleanups: Cleanup[] = [];

/** Has something closed after the last test, or when the run is broken off. */
export function atEndOfRun(cleanup: Cleanup): void {
  cleanups.push(cleanup);
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
