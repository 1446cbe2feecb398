import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { digestOf, mappedRows } from '../../scripts/check-databases/digest.ts';
import type { DatabaseDigest } from '../../src/services/digest/index.ts';
import { plantLogs, plantRows } from '../../test/services/copy/planted.ts';
import { withEm } from '../../test/services/copy/support.ts';
import { pathOf } from '../../test/support/databases/index.ts';
import { makeFlowRun, makeFlowRunState, makeTaskRun } from '../../test/support/factories.ts';

/** How much there is to copy. */
export interface CopySize {
  readonly flowRuns: number;
  readonly logs: number;
}

/** Rows of all tables, and many runs that point at their states, and states that point at their runs. */
async function plant(url: string, { flowRuns, logs }: CopySize): Promise<void> {
  await plantRows(url);
  await withEm(url, async (em) => {
    for (let index = 0; index < flowRuns; index += 1) {
      const flowRun = makeFlowRun();
      const [first, last] = [makeFlowRunState(), makeFlowRunState()];
      flowRun.setState(first);
      flowRun.setState(last);
      em.persist([flowRun, first, last, makeTaskRun({ flowRun })]);
    }
    await em.flush();
  });
  await plantLogs(url, logs);
}

/** What is copied, and what it said before. */
export class CopySource {
  readonly url: string;
  readonly digest: DatabaseDigest;
  readonly #bytes: string | undefined;

  private constructor(url: string, digest: DatabaseDigest, bytes: string | undefined) {
    this.url = url;
    this.digest = digest;
    this.#bytes = bytes;
  }

  /** @param url of a database without rows, which gets some */
  static async fill(url: string, size: CopySize): Promise<CopySource> {
    await plant(url, size);
    return new CopySource(url, await digestOf(url), bytesOf(url));
  }

  get rows(): number {
    return mappedRows(this.digest);
  }

  /** @throws where it says anything else than before: a file by its bytes, so that nothing is left beside it either */
  async checkUntouched(): Promise<void> {
    if (this.#bytes === undefined) {
      expect(await digestOf(this.url), 'the source').to.deep.equal(this.digest);
    } else {
      expect(bytesOf(this.url), 'the bytes of the source').to.equal(this.#bytes);
      expect(['-wal', '-shm', '-journal'].filter((ending) => existsSync(pathOf(this) + ending))).to.deep.equal([]);
    }
  }
}

/** A file by the hash of its bytes; undefined for a database that is no file. */
function bytesOf(url: string): string | undefined {
  return url.startsWith('sqlite')
    ? createHash('sha256')
        .update(readFileSync(pathOf({ url })))
        .digest('hex')
    : undefined;
}
