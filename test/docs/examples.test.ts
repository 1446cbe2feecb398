import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { builtProgram } from '../support/built-program.ts';
import { migratedDatabase } from '../support/databases/index.ts';
import { type ProcessResult, runProgram } from '../support/processes.ts';

const root = join(import.meta.dirname, '../..');
const pages = ['README.md', ...globSync('docs/*.md', { cwd: root })].filter((page) => programsIn(page).length > 0);

let written = 0;

describe('Programs in the documentation', () => {
  for (const page of pages) {
    for (const [index, program] of programsIn(page).entries()) {
      it(`runs program ${index + 1} of ${page}`, async function () {
        this.timeout(60_000);
        const database = await migratedDatabase('sqlite');
        const { code, stderr } = await run(program, database.url);
        await database.drop();
        expect([code, stderr]).to.deep.equal([0, '']);
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

/** Runs a program as it stands, but for where the database is. */
async function run(program: string, url: string): Promise<ProcessResult> {
  const folder = join(root, 'temp');
  const script = `temp/example-${process.pid}-${(written += 1)}.ts`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(root, script), program.replaceAll(/'(?:sqlite|postgresql)[^']*:\/\/[^']*'/g, `'${url}'`));
  try {
    return await runProgram(process.execPath, [await builtProgram(script)]);
  } finally {
    await rm(join(root, script));
  }
}
