import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { type JsonObject, JsonType, type JsonValue, UuidType } from '../types/index.ts';

/** The newest {@link Artifact} of a key, with a copy of its content. */
@Entity()
@Index({ properties: ['key', 'latestId'] })
export class ArtifactCollection extends Base {
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

  @Property({ type: JsonType, nullable: true })
  data: Json<JsonValue> | undefined;

  @Property()
  description: string | null = null;

  @Property({ type: JsonType, fieldName: 'metadata_', nullable: true })
  metadata: Json<JsonObject> | null | undefined;

  constructor(values: Init<ArtifactCollection>) {
    super();
    fill(this, values);
  }
}
