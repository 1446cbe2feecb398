import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { migratedDatabase } from '../support/databases/index.ts';

const root = join(import.meta.dirname, '../..');
const pages = ['README.md', ...globSync('docs/*.md', { cwd: root })].filter((page) => programsIn(page).length > 0);

/** The names under which users import the package, and where they are in the repository. */
const modules: Readonly<Record<string, string>> = {
  'prefect-orm': 'src/index.ts',
  'prefect-orm/orm-config': 'src/orm-config/index.ts',
  'prefect-orm/migrations': 'src/migrations/index.ts',
  'prefect-orm/services': 'src/services/index.ts',
};

describe('Programs in the documentation', () => {
  for (const page of pages) {
    for (const [index, program] of programsIn(page).entries()) {
      it(`runs program ${index + 1} of ${page}`, async function () {
        this.timeout(60_000);
        const database = await migratedDatabase('sqlite');
        const { status, stderr } = run(program, database.url);
        await database.drop();
        expect(stderr).to.equal('');
        expect(status).to.equal(0);
      });
    }
  }

  it('lists the mapping that the metadata says', function () {
    this.timeout(60_000);
    const { status, stderr } = spawnSync('tsx', ['scripts/make-mapping.ts', '--check'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stderr).to.equal('');
    expect(status).to.equal(0);
  });
});

function programsIn(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, program]) => program as string);
}

/** Runs a program as it stands, but for where the package and the database are. */
function run(program: string, url: string) {
  const folder = join(root, 'temp');
  const file = join(folder, `example-${process.pid}.ts`);
  mkdirSync(folder, { recursive: true });
  const here = program
    .replaceAll(/from '(prefect-orm[^']*)'/g, (_all, name: string) => `from '../${modules[name]}'`)
    .replaceAll(/'(?:sqlite|postgresql)[^']*:\/\/[^']*'/g, `'${url}'`);
  writeFileSync(file, here);
  try {
    return spawnSync('tsx', [file], { encoding: 'utf8' });
  } finally {
    rmSync(file);
  }
}
