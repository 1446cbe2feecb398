/** The moments of which runs have no state yet: a run has one state of a microsecond. */
export class FreeMoments {
  readonly #taken = new Map<string, Set<bigint>>();

  /** Says that a run has a state of the moment. */
  mark(runId: string, moment: Temporal.Instant): void {
    this.#of(runId).add(moment.epochNanoseconds);
  }

  /** Finds the moment itself, or the next microsecond that is free, and takes it. */
  take(runId: string, moment: Temporal.Instant): Temporal.Instant {
    const taken = this.#of(runId);
    let free = moment;
    while (taken.has(free.epochNanoseconds)) {
      free = free.add({ microseconds: 1 });
    }
    taken.add(free.epochNanoseconds);
    return free;
  }

  #of(runId: string): Set<bigint> {
    const taken = this.#taken.get(runId) ?? new Set();
    this.#taken.set(runId, taken);
    return taken;
  }
}
