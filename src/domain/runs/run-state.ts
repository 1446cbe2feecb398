import type { EagerProps, Opt, Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/es';
import { Artifact } from '../artifacts/artifact.ts';
import { Base } from '../shared/base.ts';
import type { Json } from '../shared/json.ts';
import { idOf } from '../shared/relations.ts';
import { now } from '../shared/clock.ts';
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

  /** When the run entered the state. */
  @Property({ type: InstantType, onCreate: now })
  timestamp: Opt<Temporal.Instant> = now();

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
}
