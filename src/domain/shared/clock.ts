/** Where {@link now} takes the time from: nanoseconds since 1970-01-01T00:00:00Z. */
export type Clock = () => bigint;

const systemClock: Clock = () => Temporal.Now.instant().epochNanoseconds;

let clock: Clock = systemClock;

/** The present moment, cut to the microseconds that both databases keep. */
export function now(): Temporal.Instant {
  return cutToMicroseconds(clock());
}

// what nextMoment() gave out last, by the clock of the time
const beforeAll = Temporal.Instant.fromEpochNanoseconds(-8_640_000_000_000_000_000_000n);
let last = beforeAll;

/** The present moment, or the next microsecond where that one was given out: no two calls in this process get the same. */
export function nextMoment(): Temporal.Instant {
  const present = now();
  last = Temporal.Instant.compare(present, last) > 0 ? present : last.add({ microseconds: 1 });
  return last;
}

/**
 * Replaces the clock, for tests and replays, until the function returned is called.
 *
 * @param replacement where the time comes from
 * @returns puts the former clock back
 */
export function setClock(replacement: Clock): () => void {
  const former = clock;
  use(replacement);
  return () => {
    use(former);
  };
}

function use(other: Clock): void {
  clock = other;
  last = beforeAll;
}

function cutToMicroseconds(nanoseconds: bigint): Temporal.Instant {
  // BigInt division cuts towards zero; before 1970 the cut goes down, as the databases' does
  const rest = ((nanoseconds % 1000n) + 1000n) % 1000n;
  return Temporal.Instant.fromEpochNanoseconds(nanoseconds - rest);
}
