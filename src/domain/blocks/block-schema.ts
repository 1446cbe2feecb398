import type { EagerProps, Opt, Ref } from '@mikro-orm/core';
import { Entity, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { BlockType } from './block-type.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { idOf } from '../shared/relations.ts';
import { leftToDatabase } from '../shared/server-default.ts';
import { JsonbType, type JsonObject } from '../types/index.ts';

/** A version of the JSON schema of a {@link BlockType}, unique by checksum and version. */
@Entity()
@Unique({ properties: ['checksum', 'version'] })
export class BlockSchema extends Base {
  declare [EagerProps]?: 'blockType';

  @Property()
  checksum!: string;

  @Property({ type: JsonbType, onCreate: () => ({}) })
  fields: Opt<Json<JsonObject>> = {};

  @Property({ type: JsonbType, onCreate: () => [] })
  capabilities: Opt<string[]> = [];

  /** `non-versioned` when none is given. */
  @Property({ onCreate: leftToDatabase })
  version!: Opt<string>;

  @ManyToOne(() => BlockType, { deleteRule: 'cascade', eager: true, strategy: 'select-in', index: true })
  blockType!: Ref<BlockType>;

  constructor(values: Init<BlockSchema>) {
    super();
    fill(this, values);
  }

  get blockTypeId(): Opt<string> {
    return idOf(this, 'blockType', this.blockType);
  }
}
