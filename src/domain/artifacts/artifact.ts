import { Entity, Index, Property } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { type JsonObject, JsonType, type JsonValue, UuidType } from '../types/index.ts';

/** Something a run published; many may share a key. */
@Entity()
export class Artifact extends Base {
  @Index()
  @Property()
  key: string | null = null;

  @Index()
  @Property({ type: UuidType })
  taskRunId: string | null = null;

  @Index()
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

  constructor(values: Init<Artifact>) {
    super();
    fill(this, values);
  }
}
