import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';

/** Fills an SQLite database with log lines of many runs, in the order of their times, as a server writes them. */
export function plantLogs(path: string, count: number): void {
  const database = new Database(path);
  const insert = database.prepare(
    'insert into log (id, created, updated, name, level, flow_run_id, message, timestamp) values (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  let run = randomUUID();
  database.transaction(() => {
    for (let index = 0; index < count; index += 1) {
      run = index % 50 === 0 ? randomUUID() : run;
      const moment = momentOf(index);
      const message = `Finished in state Completed() after step ${index} of the work that a line of a log tells of`;
      insert.run(randomUUID(), moment, moment, 'prefect.flow_runs', 20, run, message, moment);
    }
  })();
  database.close();
}

/** A moment for each line, 10 ms after the one before. */
function momentOf(index: number): string {
  return new Date(Date.UTC(2026, 0, 1) + index * 10).toISOString().replace('T', ' ').replace('Z', '000');
}
