import type { Hidden, Opt } from '@mikro-orm/core';
import { Entity, Index, Property } from '@mikro-orm/decorators/es';
import { MissingStateTimestampError } from './missing-state-timestamp-error.ts';
import { Base } from '../shared/base.ts';
import { now } from '../shared/clock.ts';
import { generateSlug } from '../shared/slug.ts';
import {
  DurationType,
  InstantType,
  type StateType,
  StateTypeType,
  terminalStateTypes,
  zeroDuration,
} from '../types/index.ts';

/** A property that the database computes as well: part of queries, never of a row. The dialects have the SQL. */
const computed = { persist: false, hydrate: false, lazy: true, hidden: true } as const;

/** What flow runs and task runs have in common: a name, a copy of the current state for filtering, and times. */
@Entity({ abstract: true })
export abstract class Run extends Base {
  /** A random pair of words when none is given. */
  @Index()
  @Property({ onCreate: generateSlug })
  name: Opt<string> = generateSlug();

  /** The type of the current state, repeated for filtering; moved by transitions, not by the pointer. */
  @Index()
  @Property({ type: StateTypeType })
  stateType: StateType | null = null;

  /** The name of the current state, repeated for filtering; free text beside the type. */
  @Index()
  @Property()
  stateName: string | null = null;

  /** When the current state was entered, repeated for filtering. */
  @Index()
  @Property({ type: InstantType })
  stateTimestamp: Temporal.Instant | null = null;

  /** How often the run has entered RUNNING. */
  @Property({ onCreate: () => 0 })
  runCount: Opt<number> = 0;

  /** When the run was to start at first; it does not move when the run is late. */
  @Property({ type: InstantType })
  expectedStartTime: Temporal.Instant | null = null;

  /** When the run is to start next; null unless it is scheduled. */
  @Property({ type: InstantType })
  nextScheduledStartTime: Temporal.Instant | null = null;

  /** When the run first entered RUNNING; null before. */
  @Index()
  @Property({ type: InstantType })
  startTime: Temporal.Instant | null = null;

  /** When the run entered a terminal state; null while it may still run. */
  @Property({ type: InstantType })
  endTime: Temporal.Instant | null = null;

  /** Time spent in RUNNING states that have ended; the current one is not in it. */
  @Property({ type: DurationType, onCreate: () => zeroDuration })
  totalRunTime: Opt<Temporal.Duration> = zeroDuration;

  /**
   * Time spent in RUNNING states up to now, the current one included. In queries it is computed by the database, at its now.
   *
   * @throws MissingStateTimestampError where the run is RUNNING and does not say since when; in queries it is null there
   */
  @Property({ ...computed, type: DurationType })
  get estimatedRunTime(): Hidden<Opt<Temporal.Duration>> {
    return this.estimatedRunTimeAt(now());
  }

  /**
   * How late the run started, or how late it is by now; zero where it is not late, and never negative. In queries it is computed by the
   * database, at its now; a run without a state type that has not started is zero there.
   */
  @Property({ ...computed, type: DurationType })
  get estimatedStartTimeDelta(): Hidden<Opt<Temporal.Duration>> {
    return this.estimatedStartTimeDeltaAt(now());
  }

  /**
   * {@link estimatedRunTime} at another moment. Negative where the current state was entered long enough after it.
   *
   * @throws MissingStateTimestampError where the run is RUNNING and does not say since when
   */
  estimatedRunTimeAt(moment: Temporal.Instant): Temporal.Duration {
    if (this.stateType !== 'RUNNING') {
      return this.totalRunTime;
    }
    if (!this.stateTimestamp) {
      throw new MissingStateTimestampError(this.constructor.name, this.id);
    }
    return this.totalRunTime.add(moment.since(this.stateTimestamp, inHours));
  }

  /** {@link estimatedStartTimeDelta} at another moment. */
  estimatedStartTimeDeltaAt(moment: Temporal.Instant): Temporal.Duration {
    const end = this.startTime ?? (isTerminal(this.stateType) ? null : moment);
    return this.expectedStartTime && end && Temporal.Instant.compare(this.expectedStartTime, end) < 0
      ? end.since(this.expectedStartTime, inHours)
      : zeroDuration;
  }
}

const inHours = { largestUnit: 'hours' } as const;

/** A run without a state may still start. */
function isTerminal(stateType: StateType | null): boolean {
  return terminalStateTypes.some((terminal) => terminal === stateType);
}
