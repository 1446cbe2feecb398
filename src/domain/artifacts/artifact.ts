import { Entity, Index, Property } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { type JsonObject, JsonType, type JsonValue, UuidType } from '../types/index.ts';

/** Something a run published; many may share a key. */
@Entity()
export class Artifact extends Base {
  /** What artifacts of one kind have in common, over time; null for results, which nobody looks up by name. */
  @Index()
  @Property()
  key: string | null = null;

  /** The task run that published it; no foreign key, and null where none did. */
  @Index()
  @Property({ type: UuidType })
  taskRunId: string | null = null;

  /** The flow run that published it; no foreign key, and null where none did. */
  @Index()
  @Property({ type: UuidType })
  flowRunId: string | null = null;

  /** How to show it: `markdown`, `table`, `link`, `progress`, `image`; `result` holds the result of a run. */
  @Property()
  type: string | null = null;

  /** The content. Undefined on a new artifact is SQL NULL, null the JSON value `null`; read, both are null. */
  @Property({ type: JsonType, nullable: true })
  data: Json<JsonValue> | undefined;

  @Property()
  description: string | null = null;

  /** What describes the content, as strings by name. Undefined and null as in `data`. */
  @Property({ type: JsonType, fieldName: 'metadata_', nullable: true })
  metadata: Json<JsonObject> | null | undefined;

  constructor(values: Init<Artifact>) {
    super();
    fill(this, values);
  }
}
