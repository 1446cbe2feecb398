import { spawnSync } from 'node:child_process';

/** What a run took, or why there was none. */
export type Outcome = { readonly seconds: number } | { readonly absent: string };

/** `sqlite3 … .dump | sqlite3 …`: the usual way to copy an SQLite database as text. */
export function dumpSqlite(source: string, target: string): Outcome {
  return inShell(['sqlite3'], 'sqlite3 "$SOURCE" .dump | sqlite3 "$TARGET"', source, target);
}

/** `pg_dump … | psql …`, into an empty database. */
export function dumpPostgresql(source: string, target: string): Outcome {
  return inShell(
    ['pg_dump', 'psql'],
    'pg_dump --dbname "$SOURCE" | psql --quiet --set ON_ERROR_STOP=1 --dbname "$TARGET" > /dev/null',
    source,
    target,
  );
}

function inShell(programs: readonly string[], pipeline: string, source: string, target: string): Outcome {
  const missing = programs.filter((program) => spawnSync(program, ['--version']).error);
  if (missing.length > 0) {
    return { absent: `there is no ${missing.join(', ')} on the PATH` };
  }
  const begin = performance.now();
  // in a shell that has it, a failing first program fails the pipe
  const { status, stderr } = spawnSync('bash', ['-c', `set -o pipefail; ${pipeline}`], {
    env: { ...process.env, SOURCE: source, TARGET: target },
    encoding: 'utf8',
  });
  const seconds = (performance.now() - begin) / 1000;
  return status === 0 ? { seconds } : { absent: `it failed: ${stderr.trim().split('\n')[0]}` };
}
