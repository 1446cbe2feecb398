import type { Ref, RequiredEntityData } from '@mikro-orm/core';
import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/es';
import { BlockSchema } from './block-schema.ts';
import { Base, fill } from '../shared/base.ts';

/** Says that one block schema has a field that holds another. */
@Entity()
export class BlockSchemaReference extends Base {
  @Property()
  name!: string;

  @ManyToOne(() => BlockSchema, { deleteRule: 'cascade', index: false })
  parentBlockSchema!: Ref<BlockSchema>;

  @ManyToOne(() => BlockSchema, { deleteRule: 'cascade', index: false })
  referenceBlockSchema!: Ref<BlockSchema>;

  constructor(values: RequiredEntityData<BlockSchemaReference>) {
    super();
    fill(this, values);
  }

  get parentBlockSchemaId(): string {
    return this.parentBlockSchema.id;
  }

  get referenceBlockSchemaId(): string {
    return this.referenceBlockSchema.id;
  }
}
