/**
 * Checks the package as it would be published: its manifest and types, what is in it, and that it runs without ts-morph, TypeScript and
 * MikroORM's reflection.
 *
 *     npm run build && npm run check:package
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleProgram } from '../bundle.ts';

const root = join(import.meta.dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'prefect-orm-package-'));

try {
  run('publint', ['--strict']);
  run('attw', ['--pack', '.', '--profile', 'esm-only']);
  install();
  const guard = ['--import', join(import.meta.dirname, 'forbid-compilers.mjs')];
  // each by itself, since which part of the bundles is evaluated first depends on what is imported first
  for (const entry of ['prefect-orm', 'prefect-orm/orm-config', 'prefect-orm/migrations', 'prefect-orm/services']) {
    run('node', [...guard, '--input-type=module', '--eval', `import '${entry}'`], scratch);
  }
  run('node', [...guard, 'program.mjs'], scratch);
  // an application may take the package into a bundle of its own
  await bundleProgram(scratch, join(scratch, 'program.mjs'), join(scratch, 'bundled'));
  run('node', [...guard, 'bundled/program.js'], scratch);
  run('node', [...guard, 'node_modules/prefect-orm/bin/prefect-orm.cjs', '--version'], scratch);
  run('node', [...guard, 'node_modules/prefect-orm/bin/prefect-orm.cjs', 'show'], scratch);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Puts the packed files beside the dependencies that are installed here, as npm would. */
function install(): void {
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', scratch]);
  const [tarball] = readdirSync(scratch).filter((name) => name.endsWith('.tgz'));
  run('tar', ['-xzf', tarball!], scratch);
  mkdirSync(join(scratch, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules')).filter(
    (entry) => entry !== 'prefect-orm' && !entry.startsWith('.'),
  )) {
    symlinkSync(join(root, 'node_modules', name), join(scratch, 'node_modules', name));
  }
  cpSync(join(scratch, 'package'), join(scratch, 'node_modules/prefect-orm'), { recursive: true });
  cpSync(join(import.meta.dirname, 'program.mjs'), join(scratch, 'program.mjs'));
}

function run(command: string, args: string[], cwd = root): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  const shown = args[0] === '--import' ? args.slice(2) : args;
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${command} ${shown.join(' ')}`);
  if (status !== 0) {
    console.error(`${stdout}\n${stderr}`);
    process.exitCode = 1;
    throw new Error(`${command} found something wrong with the package`);
  }
}
