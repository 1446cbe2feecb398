import type { Opt, Ref, RequiredEntityData } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { BlockSchema } from './block-schema.ts';
import { BlockType } from './block-type.ts';
import { Base, fill } from '../shared/base.ts';
import { JsonbType, type JsonValue } from '../types/index.ts';

/** A saved block: configuration and secrets, encrypted. Unique by type and name. */
@Entity()
@Index({ properties: ['blockTypeName', 'name'], name: 'ix_block_document__block_type_name__name' })
@Unique({ properties: ['blockType', 'name'], name: 'uq_block__type_id_name' })
export class BlockDocument extends Base {
  @Index()
  @Property()
  name!: string;

  /** The encrypted content: a Fernet token. The plain text never passes through this property. */
  @Property({ type: JsonbType, hidden: true, onCreate: () => ({}) })
  data: Opt<JsonValue> = {};

  /** Whether the block was saved without a name of its own. */
  @Index()
  @Property()
  isAnonymous!: Opt<boolean>;

  /** Repeats the name of the type, for filtering. */
  @Property()
  blockTypeName: string | null = null;

  @ManyToOne(() => BlockType, { deleteRule: 'cascade', eager: true, index: false })
  blockType!: Ref<BlockType>;

  @ManyToOne(() => BlockSchema, { deleteRule: 'cascade', eager: true, index: false })
  blockSchema!: Ref<BlockSchema>;

  constructor(values: RequiredEntityData<BlockDocument>) {
    super();
    fill(this, values);
  }

  get blockTypeId(): string {
    return this.blockType.id;
  }

  get blockSchemaId(): string {
    return this.blockSchema.id;
  }
}
