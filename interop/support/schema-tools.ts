import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bookkeepingTable } from '../../src/migrations/database-state.ts';
import { runProgram } from '../../test/support/processes.ts';

const folder = join(import.meta.dirname, '../../../shared/tools/schema');

/** Whether the reference's own tools lie beside the clone. */
export const hasSchemaTools = existsSync(join(folder, 'extract_schema.py'));

/** Notes the schema of a database and later tells what has changed in it, by the reference's own tools. */
export class SchemaWatch implements AsyncDisposable {
  readonly #url: string;
  readonly #scratch: string;

  private constructor(url: string, scratch: string) {
    this.#url = url.replace(/^sqlite:\/\/\//, '');
    this.#scratch = scratch;
  }

  static async begin(url: string): Promise<SchemaWatch> {
    const watch = new SchemaWatch(url, await mkdtemp(join(tmpdir(), 'prefect-orm-schema-')));
    await watch.#extract('before');
    return watch;
  }

  /** The lines of the difference; empty where nothing but our bookkeeping has changed. */
  async changes(): Promise<string> {
    await this.#extract('after');
    const files = ['before', 'after'].map((when) => this.#file(when));
    const { stdout, stderr, code } = await run('diff_schema.py', [...files, '--ignore-table', bookkeepingTable]);
    if (code !== 0 && code !== 1) {
      throw new Error(`diff_schema.py fails: ${stderr}`);
    }
    return stdout;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#scratch, { recursive: true, force: true });
  }

  async #extract(when: string): Promise<void> {
    const { code, stderr } = await run('extract_schema.py', [this.#url, '-o', this.#file(when)]);
    if (code !== 0) {
      throw new Error(`extract_schema.py fails: ${stderr}`);
    }
  }

  #file(when: string): string {
    return join(this.#scratch, `${when}.json`);
  }
}

function run(tool: string, args: readonly string[]): ReturnType<typeof runProgram> {
  // the catalog prints intervals as the session says; the servers of the tests say something unusual
  return runProgram('python3', [join(folder, tool), ...args], {
    env: { PGOPTIONS: '-c IntervalStyle=postgres' },
  });
}
