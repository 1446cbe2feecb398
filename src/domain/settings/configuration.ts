import type { RequiredEntityData } from '@mikro-orm/core';
import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/es';
import { Base, fill } from '../shared/base.ts';
import { JsonbType, type JsonObject } from '../types/index.ts';

/** A setting of the server, above all the key that encrypts blocks. */
@Entity()
export class Configuration extends Base {
  @Index()
  @Unique()
  @Property()
  key!: string;

  /** May hold a secret: never shown by `toJSON`. */
  @Property({ type: JsonbType, hidden: true })
  value!: JsonObject;

  constructor(values: RequiredEntityData<Configuration>) {
    super();
    fill(this, values);
  }
}
