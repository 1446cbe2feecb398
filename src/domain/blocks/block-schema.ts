import type { Opt, Ref, RequiredEntityData } from '@mikro-orm/core';
import { Entity, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { BlockType } from './block-type.ts';
import { Base, fill } from '../shared/base.ts';
import { JsonbType, type JsonObject } from '../types/index.ts';

/** A version of the JSON schema of a {@link BlockType}, unique by checksum and version. */
@Entity()
@Unique({ properties: ['checksum', 'version'] })
export class BlockSchema extends Base {
  @Property()
  checksum!: string;

  @Property({ type: JsonbType, onCreate: () => ({}) })
  fields: Opt<JsonObject> = {};

  @Property({ type: JsonbType, onCreate: () => [] })
  capabilities: Opt<string[]> = [];

  @Property()
  version!: Opt<string>;

  @ManyToOne(() => BlockType, { deleteRule: 'cascade', eager: true, index: true })
  blockType!: Ref<BlockType>;

  constructor(values: RequiredEntityData<BlockSchema>) {
    super();
    fill(this, values);
  }

  get blockTypeId(): string {
    return this.blockType.id;
  }
}
