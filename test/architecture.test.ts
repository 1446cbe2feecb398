import { join } from 'node:path';
import { expect } from 'chai';
import { breachesOf, readSources } from './support/architecture.ts';

const root = join(import.meta.dirname, '..');

describe('The import direction', () => {
  it('is kept by every source', () => {
    const sources = readSources(root);
    expect(sources.size).to.be.greaterThan(50);
    expect(breachesOf(sources)).to.deep.equal([]);
  });

  const planted: Record<string, [path: string, text: string]> = {
    'a value type that imports an entity': ['src/domain/types/x.ts', `import { Flow } from '../runs/flow.ts';`],
    'a value type that imports Base': ['src/domain/types/x.ts', `import type { Base } from '../shared/base.ts';`],
    'an entity that imports the list of all': ['src/domain/runs/x.ts', `export { entities } from '../index.ts';`],
    'an entity that imports an index of another aggregate': [
      'src/domain/runs/x.ts',
      `import { Log } from '../work/index.ts';`,
    ],
    'an entity that imports a query': ['src/domain/runs/x.ts', `import { lateness } from '../../queries/lateness.ts';`],
    'an entity that imports a driver': ['src/domain/runs/x.ts', `import { raw } from '@mikro-orm/sql';`],
    'an entity that reads a file': ['src/domain/runs/x.ts', `import { readFile } from 'node:fs/promises';`],
    'a query that imports a driver': ['src/queries/x.ts', `import {\n  Kysely,\n} from 'kysely';`],
    'a command that loads a driver late': ['src/cli/x.ts', `  const pg = await import('pg');`],
    'a query that imports a command': ['src/queries/x.ts', `import '../cli/main.ts';`],
    'a migration that imports an entity': ['src/migrations/x.ts', `import { Flow } from '../domain/runs/flow.ts';`],
    'a migration that imports a configuration': [
      'src/migrations/x.ts',
      `import { configurationFor } from '../orm-config/index.ts';`,
    ],
    'an import of a test': ['src/cli/x.ts', `import { y } from '../../test/support/y.ts';`],
    'an import without an ending': ['src/cli/x.ts', `import { y } from './y';`],
    'an import with the ending of the build': ['src/cli/x.ts', `import { y } from './y.js';`],
    'a default export': ['src/cli/x.ts', `export default 1;`],
    'a Date in the model': ['src/domain/runs/x.ts', `const today = new Date();`],
    'two mapped classes in one file': [
      'src/domain/runs/x.ts',
      `@Entity()\nexport class X {}\n@Entity()\nexport class Y {}`,
    ],
    'a mapped class in a file of another name': [
      'src/domain/runs/x.ts',
      `@Entity({ abstract: true })\nexport class Y {}`,
    ],
  };

  for (const [breach, file] of Object.entries(planted)) {
    it(`is broken by ${breach}`, () => {
      expect(breachesOf(new Map([file]))).to.have.length(1);
    });
  }

  it('lets an entity import the files it needs', () => {
    const text = [
      `import { Entity } from '@mikro-orm/decorators/es';`,
      `import { InstantType } from '../types/index.ts';`,
      `import { Base } from '../shared/base.ts';`,
      `import { now } from '../shared/clock.ts';`,
      `import type { WorkQueue } from '../work/work-queue.ts';`,
      `/** The Date of a run, as \`import('pg')\` would give it. */`,
      `@Entity()\nexport class ConcurrencyLimitV2 extends Base {}`,
    ];
    expect(breachesOf(new Map([['src/domain/concurrency/concurrency-limit-v2.ts', text.join('\n')]]))).to.deep.equal(
      [],
    );
  });
});
