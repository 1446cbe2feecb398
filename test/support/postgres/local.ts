import { accessSync, constants, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { startCluster } from './cluster.ts';
import { type PostgresProvider, type PostgresServer, ProviderUnavailableError } from './server.ts';

/** Where packages put the server's programs; the highest version of a pattern is taken first. */
const installations = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/usr/local/pgsql/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/usr/local/opt/postgresql@*/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
  '/Library/PostgreSQL/*/bin',
  'C:/Program Files/PostgreSQL/*/bin',
];

/** The machine's own `initdb` and `postgres`, on a new cluster in a temporary folder. */
export const localServer: PostgresProvider = { name: 'local', start: startLocal };

async function startLocal(): Promise<PostgresServer> {
  const programs = findPrograms();
  if (programs === undefined) {
    throw new ProviderUnavailableError('neither PATH nor the usual folders hold initdb and postgres');
  }
  const cluster = await startCluster({ programs });
  return { ...cluster, description: `the machine's own server, ${programs}, ${new URL(cluster.url).host}` };
}

function findPrograms(): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter);
  const installed = installations.flatMap((pattern) => globSync(pattern).toSorted(byVersion).toReversed());
  return [...onPath, ...installed].find((folder) => folder !== '' && holdsPrograms(folder));
}

function byVersion(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

function holdsPrograms(folder: string): boolean {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  try {
    for (const program of ['initdb', 'postgres']) {
      accessSync(join(folder, program + suffix), constants.X_OK);
    }
    return true;
  } catch {
    return false;
  }
}
