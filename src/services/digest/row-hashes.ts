import { createHash } from 'node:crypto';

const hashLength = 32;
const hashesPerBlock = 256;

/** Hashes that begin with the same byte. */
interface Bucket {
  readonly blocks: Buffer[];
  count: number;
}

/** The hashes of a table's rows, in any order, and their digest. Memory holds 32 bytes a row. */
export class RowHashes {
  // sorted one after the other, so that sorting takes little memory
  readonly #buckets: readonly Bucket[] = Array.from({ length: 256 }, () => ({ blocks: [], count: 0 }));
  #rows = 0;

  /** How many rows there are. */
  get rows(): number {
    return this.#rows;
  }

  add(hash: Buffer): void {
    const bucket = this.#buckets[hash[0]!]!;
    const block = (bucket.blocks[Math.floor(bucket.count / hashesPerBlock)] ??= Buffer.allocUnsafeSlow(
      hashesPerBlock * hashLength,
    ));
    hash.copy(block, (bucket.count % hashesPerBlock) * hashLength);
    bucket.count += 1;
    this.#rows += 1;
  }

  /** Forgets the rows, and keeps the memory for others. */
  clear(): void {
    this.#rows = 0;
    for (const bucket of this.#buckets) {
      bucket.count = 0;
    }
  }

  /** The SHA-256 of the hashes as lower-case hexadecimal lines in order, which does not depend on the order of the rows. */
  digest(): string {
    const digest = createHash('sha256');
    let separator = '';
    for (const bucket of this.#buckets) {
      for (const hash of inOrder(bucket)) {
        digest.update(separator + hash.toString('hex'));
        separator = '\n';
      }
    }
    return digest.digest('hex');
  }
}

function inOrder({ blocks, count }: Bucket): Buffer[] {
  const hashes = Array.from({ length: count }, (_, index) => {
    const from = (index % hashesPerBlock) * hashLength;
    return blocks[Math.floor(index / hashesPerBlock)]!.subarray(from, from + hashLength);
  });
  return hashes.toSorted((a, b) => Buffer.compare(a, b));
}
