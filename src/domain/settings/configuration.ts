import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { JsonbType, type JsonObject } from '../types/index.ts';

/** A setting of the server, above all the key that encrypts blocks. */
@Entity()
export class Configuration extends Base {
  /** `ENCRYPTION_KEY`, for one. */
  @Index()
  @Unique()
  @Property()
  key!: string;

  /** May hold a secret: never shown by `toJSON`. */
  @Property({ type: JsonbType, hidden: true })
  value!: Json<JsonObject>;

  constructor(values: Init<Configuration>) {
    super();
    fill(this, values);
  }
}
