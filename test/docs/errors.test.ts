import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const root = join(import.meta.dirname, '../..');

describe('The page of errors', () => {
  it('lists every code with its class, and no other', () => {
    const sources = globSync('src/**/*.ts', { cwd: root }).map((path) => readFileSync(join(root, path), 'utf8'));
    const raised = sources.flatMap((source) =>
      [...source.matchAll(/class (\w+) extends PrefectOrmError \{\s+(?:override )?readonly code = '(\w+)'/g)].map(
        ([, name, code]) => `${code} ${name}`,
      ),
    );
    const page = readFileSync(join(root, 'docs/errors.md'), 'utf8');
    const listed = [...page.matchAll(/^\| `(\w+)` \| `(\w+)` \|/gm)].map(([, code, name]) => `${code} ${name}`);
    expect(listed.toSorted()).to.deep.equal(raised.toSorted());
    expect(raised).to.have.length.greaterThan(20);
  });
});
