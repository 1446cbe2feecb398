import { setImmediate } from 'node:timers/promises';
import { CopyInterruptedError } from './errors.ts';

/** The parts of a copy, in their order: reading all of the source first, writing, setting what was put off, reading both again. */
export type CopyPhase = 'check' | 'copy' | 'point' | 'verify';

/** How far a copy is. */
export interface CopyProgress {
  readonly phase: CopyPhase;
  /** Rows that this phase has dealt with. */
  readonly done: number;
  /** Rows that it has to deal with. */
  readonly total: number;
}

/** Tells how far a copy is, and stops it when asked to. */
export class CopyWatch {
  /** Whether something was written to the target. */
  begun = false;
  readonly #signal: AbortSignal | undefined;
  readonly #tell: (progress: CopyProgress) => void;
  #progress: CopyProgress = { phase: 'check', done: 0, total: 0 };

  constructor(tell: (progress: CopyProgress) => void = () => {}, signal?: AbortSignal) {
    this.#tell = tell;
    this.#signal = signal;
  }

  enter(phase: CopyPhase, total: number): void {
    this.#progress = { phase, done: 0, total };
    this.#tell(this.#progress);
  }

  /**
   * Tells of rows that are done. To be called between batches.
   *
   * @throws {@link CopyInterruptedError} where the caller wants it to stop
   */
  async advance(rows: number): Promise<void> {
    this.#progress = { ...this.#progress, done: this.#progress.done + rows };
    this.#tell(this.#progress);
    // SQLite answers at once: without a pause the process would never hear of a signal
    await setImmediate();
    if (this.#signal?.aborted) {
      throw new CopyInterruptedError(this.begun);
    }
  }

  /** One for what is done a second time: it stops as this one does, and tells nothing. */
  unheard(): CopyWatch {
    const watch = new CopyWatch(() => {}, this.#signal);
    watch.begun = this.begun;
    return watch;
  }
}
