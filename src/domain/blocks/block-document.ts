import type { EagerProps, EntityManager, Opt, Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { writeContent } from './block-content.ts';
import { contentOf } from './block-keys.ts';
import { BlockSchema } from './block-schema.ts';
import { BlockType } from './block-type.ts';
import { findFernet, findOrMakeFernet } from './encryption-key.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { idOf } from '../shared/relations.ts';
import { leftToDatabase } from '../shared/server-default.ts';
import { JsonbType, type JsonValue } from '../types/index.ts';

/** A saved block: configuration and secrets, encrypted. Unique by type and name. */
@Entity()
@Index({ properties: ['blockTypeName', 'name'], name: 'ix_block_document__block_type_name__name' })
@Unique({ properties: ['blockType', 'name'], name: 'uq_block__type_id_name' })
export class BlockDocument extends Base {
  declare [EagerProps]?: 'blockType' | 'blockSchema';

  /** Unique among the documents of its type. */
  @Index()
  @Property()
  name!: string;

  /** The encrypted content: a Fernet token. The plain text never passes through this property. */
  @Property({ type: JsonbType, hidden: true, onCreate: () => ({}) })
  data: Opt<Json<JsonValue>> = {};

  /** Whether the block was saved without a name of its own. */
  @Index()
  @Property({ onCreate: leftToDatabase })
  isAnonymous!: Opt<boolean>;

  /** Repeats the name of the type, for filtering. */
  @Property()
  blockTypeName: string | null = null;

  @ManyToOne(() => BlockType, { deleteRule: 'cascade', eager: true, strategy: 'select-in', index: false })
  blockType!: Ref<BlockType>;

  @ManyToOne(() => BlockSchema, { deleteRule: 'cascade', eager: true, strategy: 'select-in', index: false })
  blockSchema!: Ref<BlockSchema>;

  constructor(values: Init<BlockDocument>) {
    super();
    fill(this, values);
  }

  /**
   * Encrypts `content` and keeps the token as the document's data. The caller flushes.
   *
   * The key is PREFECT_SERVER_ENCRYPTION_KEY's, or ORION_ENCRYPTION_KEY's where that variable is absent, else the database's: the row
   * ENCRYPTION_KEY of `configuration`, which is stored at once where there is none.
   *
   * @param em where the key is looked for and stored, inside its transaction if there is one
   * @throws InvalidEncryptionKeyError, or InvalidJsonError for what JSON has no form for; the document stays as it is then
   */
  async encryptData(em: EntityManager, content: JsonValue): Promise<void> {
    const plain = writeContent(content);
    const fernet = await findOrMakeFernet(em);
    this.data = fernet.encrypt(plain);
  }

  /**
   * The content in plain text. The document does not keep it, so neither JSON nor a log of the document can show it. Never writes.
   *
   * @param em where the key is looked for; see {@link encryptData}
   * @throws InvalidTokenError, InvalidEncryptionKeyError, InvalidBlockContentError, or NotLoadedError where `data` is not loaded
   */
  async decryptData(em: EntityManager): Promise<JsonValue> {
    return contentOf(this, await findFernet(em));
  }

  get blockTypeId(): Opt<string> {
    return idOf(this, 'blockType', this.blockType);
  }

  get blockSchemaId(): Opt<string> {
    return idOf(this, 'blockSchema', this.blockSchema);
  }
}
