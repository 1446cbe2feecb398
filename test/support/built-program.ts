import { chmod, copyFile, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { configurationFor, discoveredMetadata } from '../../src/orm-config/index.ts';
import { removeAtEnd } from './cleanup.ts';

const root = join(import.meta.dirname, '../..');

const built = new Map<string, Promise<string>>();

/**
 * A TypeScript program of this project as the package is built: one file, with the metadata beside it. It starts in a tenth of the time
 * that the sources take, which counts for programs that are started often or many at once.
 *
 * @param script from the root of the project
 * @returns the path of a file for `node`, which goes with this process
 */
export function builtProgram(script: string): Promise<string> {
  let program = built.get(script);
  if (program === undefined) {
    program = buildProgram(script);
    built.set(script, program);
  }
  return program;
}

async function buildProgram(script: string): Promise<string> {
  // within the project, so that the packages are found
  const temp = join(root, 'temp');
  await mkdir(temp, { recursive: true });
  const folder = await mkdtemp(join(temp, 'built-'));
  removeAtEnd(folder);
  // for programs that run as another user, too
  await chmod(folder, 0o755);
  const outfile = join(folder, 'dist', basename(script).replace(/\.ts$/, '.js'));
  await build({
    entryPoints: [join(root, script)],
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node26',
    keepNames: true,
    logLevel: 'warning',
  });
  // where the package looks for itself, and whether its files are modules
  await copyFile(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'recordings'), join(folder, 'recordings'));
  await writeFile(join(folder, 'dist/metadata.json'), await metadata());
  return outfile;
}

async function metadata(): Promise<string> {
  const orm = await configurationFor('sqlite:///:memory:').init();
  await orm.close();
  return discoveredMetadata();
}
