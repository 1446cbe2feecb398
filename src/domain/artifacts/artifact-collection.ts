import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { type JsonObject, JsonType, type JsonValue, UuidType } from '../types/index.ts';

/** The newest {@link Artifact} of a key, with a copy of its content. */
@Entity()
@Index({ properties: ['key', 'latestId'] })
export class ArtifactCollection extends Base {
  /** The key that its artifacts share; there is one row for each. */
  @Unique()
  @Property()
  key!: string;

  /** The artifact that was written last under this key; no foreign key. */
  @Property({ type: UuidType })
  latestId!: string;

  @Property({ type: UuidType })
  taskRunId: string | null = null;

  @Property({ type: UuidType })
  flowRunId: string | null = null;

  @Property()
  type: string | null = null;

  /** The content of the newest artifact that had any. Undefined and null as in {@link Artifact.data}. */
  @Property({ type: JsonType, nullable: true })
  data: Json<JsonValue> | undefined;

  @Property()
  description: string | null = null;

  /** As {@link Artifact.metadata}. */
  @Property({ type: JsonType, fieldName: 'metadata_', nullable: true })
  metadata: Json<JsonObject> | null | undefined;

  constructor(values: Init<ArtifactCollection>) {
    super();
    fill(this, values);
  }
}
