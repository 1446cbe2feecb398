import type { Opt } from '@mikro-orm/core';
import { Entity, Index, Property } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { generateSlug } from '../shared/slug.ts';
import { DurationType, InstantType, type StateType, StateTypeType, zeroDuration } from '../types/index.ts';

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
}
