import { type EagerProps, helper, type Opt, type Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/es';
import { Artifact } from '../artifacts/artifact.ts';
import { Base } from '../shared/base.ts';
import type { Json } from '../shared/json.ts';
import { idOf, NotLoadedError } from '../shared/relations.ts';
import { nextMoment, now } from '../shared/clock.ts';
import { IncompleteStateError, isTruthy, knownDetails, nameOf, type State } from './state.ts';
import {
  stateDetails,
  InstantType,
  JsonbType,
  type JsonValue,
  type StateDetails,
  StateDetailsType,
  type StateType,
  StateTypeType,
} from '../types/index.ts';

/** What the entries of both kinds of history have in common. An entry is not changed once it is written. */
@Entity({ abstract: true })
export abstract class RunState extends Base {
  declare [EagerProps]?: 'resultArtifact';

  /** Where in its life the run is. */
  @Index()
  @Property({ type: StateTypeType })
  type!: StateType;

  /** When the run entered the state; by itself the moment it is made, and later than that of any state made here before. */
  @Property({ type: InstantType, onCreate: nextMoment })
  timestamp!: Opt<Temporal.Instant>;

  /** Free text beside the type: Late, AwaitingRetry, Cached, … */
  @Index()
  @Property()
  name!: string;

  /** For people; null where the name says it all. */
  @Property()
  message: string | null = null;

  /** What goes with the type: when it is to start, what it waits for, where its cached result is. */
  @Property({ type: StateDetailsType, onCreate: () => stateDetails() })
  stateDetails: Opt<Json<StateDetails>> = stateDetails();

  /** The result as it is stored in the row itself; null when it is kept as an artifact. */
  @Property({ type: JsonbType, fieldName: 'data', nullable: true })
  storedData: Json<JsonValue> = null;

  /** The artifact that holds the result, where there is one. */
  @ManyToOne(() => Artifact, { deleteRule: 'set null', eager: true, strategy: 'select-in', index: true })
  resultArtifact: Ref<Artifact> | null = null;

  get resultArtifactId(): Opt<string> | null {
    return idOf(this, 'resultArtifact', this.resultArtifact);
  }

  /**
   * The result: what the row itself holds, else what the artifact holds. Of the row an empty value counts as none; the artifact's counts.
   *
   * @throws {@link NotLoadedError} where the artifact is not loaded
   */
  get data(): Json<JsonValue> {
    if (isTruthy(this.storedData)) {
      return this.storedData;
    }
    const artifact = this.resultArtifact;
    if (artifact === null) {
      return null;
    }
    if (!artifact?.isInitialized()) {
      throw new NotLoadedError(this, 'resultArtifact');
    }
    return artifact.unwrap().data ?? null;
  }

  /**
   * The state as Prefect's API has it. One that is scheduled for no time is scheduled for `moment`; the details are those of the entity,
   * so it shows there too, but a flush does not write it.
   *
   * @throws {@link NotLoadedError} where the artifact with the result is not loaded, or a part of the entity
   * @throws {@link IncompleteStateError} where a new state has no type or name yet
   */
  asState(moment: Temporal.Instant = now()): State {
    const { id, type, name, timestamp, message, stateDetails: details } = this;
    const missing = Object.entries({ type, timestamp, stateDetails: details }).find(([, value]) => value == null);
    if (missing) {
      throw new IncompleteStateError(this, missing[0]);
    }
    if (type === 'SCHEDULED' && (details.scheduled_time ?? null) === null) {
      this.scheduleFor(moment);
    }
    const { data } = this;
    return { id, type, name: name ?? nameOf(type), timestamp, message, data, state_details: knownDetails(details) };
  }

  /** Gives a new state its time, where it got none. */
  protected enterNow(): void {
    this.timestamp ??= nextMoment();
  }

  /** Notes the time in the details. What was as it is stored counts as stored afterwards too. */
  private scheduleFor(moment: Temporal.Instant): void {
    const { __meta: meta, __platform: platform, __originalEntityData: stored } = helper(this as RunState);
    const customType = meta.properties.stateDetails.customType as StateDetailsType;
    const written = () => customType.convertToDatabaseValue(this.stateDetails, platform) as string;
    const snapshot = stored as { stateDetails?: string } | undefined;
    const isAsStored =
      snapshot?.stateDetails !== undefined && customType.compareValues(snapshot.stateDetails, written());
    this.stateDetails.scheduled_time = moment.toString();
    if (isAsStored) {
      snapshot.stateDetails = written();
    }
  }
}
