import type { EagerProps, Opt, Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { BlockType } from './block-type.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { idOf } from '../shared/relations.ts';
import { leftToDatabase } from '../shared/server-default.ts';
import { JsonbType, type JsonObject } from '../types/index.ts';

/** A version of the JSON schema of a {@link BlockType}, unique by checksum and version. */
@Entity()
@Index({ properties: ['created'] })
@Unique({ properties: ['checksum', 'version'] })
export class BlockSchema extends Base {
  declare [EagerProps]?: 'blockType';

  /** Of the fields: `sha256:` and hexadecimal digits. */
  @Property()
  checksum!: string;

  /** The JSON schema. */
  @Property({ type: JsonbType, onCreate: () => ({}) })
  fields: Opt<Json<JsonObject>> = {};

  /** What such a block can do, such as `get-directory`. */
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
