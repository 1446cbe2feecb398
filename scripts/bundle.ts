import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions, type Metafile } from 'esbuild';

/** What nobody else shares with this package, and is no more than code: taken in, it need not be found and read file by file. */
const takenIn = ['zod', '@mikro-orm/decorators'];

/** A program is alone in its process, and takes in everything but native code and what must never be loaded. */
const leftOut = ['better-sqlite3', 'pg-native', '@mikro-orm/reflection', 'ts-morph', 'typescript', 'tsx', 'esbuild'];

const shared = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node26',
  splitting: true,
  metafile: true,
  // MikroORM knows entities by the names of their classes, and two modules may each have a class of one name.
  keepNames: true,
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * Makes few files of the many sources: most of a start is Node finding and reading modules. The licences of what is taken in go along.
 *
 * @param root the folder of the package
 */
export async function bundle(root: string): Promise<void> {
  const source = join(root, 'src');
  const dist = join(root, 'dist');
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const library = await build({
    ...shared,
    absWorkingDir: root,
    entryPoints: [
      ...['index.ts', 'orm-config/index.ts', 'migrations/index.ts', 'services/index.ts'].map((path) =>
        join(source, path),
      ),
      ...globSync(join(source, 'migrations/*/Migration*.ts')),
    ],
    outbase: source,
    outdir: dist,
    chunkNames: 'chunks/[name]-[hash]',
    sourcemap: true,
    external: [...Object.keys(dependencies).filter((name) => !takenIn.includes(name)), '@mikro-orm/reflection'],
  });
  const program = await bundleProgram(root, join(source, 'cli/main.ts'), join(dist, 'cli'));
  writeFileSync(join(dist, 'LICENSES.txt'), licences(root, [library.metafile, program]));
}

/**
 * Makes few files of a program and nearly all that it imports.
 *
 * @param root the folder of the package
 * @param entry the file that starts the program
 * @param folder where its files go
 * @returns what went in
 */
export async function bundleProgram(root: string, entry: string, folder: string): Promise<Metafile> {
  const { metafile } = await build({
    ...shared,
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: folder,
    external: leftOut,
    // of the library, where a program imports the package itself: its chunks have no effects of their own
    logOverride: { 'ignored-bare-import': 'silent' },
    // What was written for CommonJS asks for Node's own modules so.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
  });
  return metafile;
}

/** The licences of all packages that a bundle takes in, which ask to be kept with every copy. */
function licences(root: string, bundles: Metafile[]): string {
  const paths = bundles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = paths.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)]
    .toSorted()
    .map((folder) => {
      const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return `${name}\n\n${licenceIn(join(root, folder))}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** The licence of a package: a file of its own, or the last section of what it says of itself. */
function licenceIn(folder: string): string {
  const [file] = globSync('{LICENSE,LICENCE,license}*', { cwd: folder });
  const text =
    file === undefined
      ? /^## licen[cs]e\n(.*)/ims.exec(readFileSync(join(folder, 'README.md'), 'utf8'))?.[1]
      : readFileSync(join(folder, file), 'utf8');
  if (text === undefined) {
    throw new Error(`${folder} has no licence that could be kept with its code`);
  }
  return text.trim();
}
