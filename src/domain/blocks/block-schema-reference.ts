import type { Opt, Ref } from '@mikro-orm/core';
import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/es';
import { BlockSchema } from './block-schema.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import { idOf } from '../shared/relations.ts';

/** Says that one block schema has a field that holds another. */
@Entity()
export class BlockSchemaReference extends Base {
  /** The field that holds the other block. */
  @Property()
  name!: string;

  /** The schema that has the field. */
  @ManyToOne(() => BlockSchema, { deleteRule: 'cascade', index: false })
  parentBlockSchema!: Ref<BlockSchema>;

  /** The schema of what the field holds. */
  @ManyToOne(() => BlockSchema, { deleteRule: 'cascade', index: false })
  referenceBlockSchema!: Ref<BlockSchema>;

  constructor(values: Init<BlockSchemaReference>) {
    super();
    fill(this, values);
  }

  get parentBlockSchemaId(): Opt<string> {
    return idOf(this, 'parentBlockSchema', this.parentBlockSchema);
  }

  get referenceBlockSchemaId(): Opt<string> {
    return idOf(this, 'referenceBlockSchema', this.referenceBlockSchema);
  }
}
