import type { Ref, RequiredEntityData } from '@mikro-orm/core';
import { Check, Entity, ManyToOne, Property } from '@mikro-orm/decorators/es';
import { BlockDocument } from './block-document.ts';
import { Base, fill } from '../shared/base.ts';

/** Says that one block document refers to another, never to itself. */
@Entity()
@Check({
  // the doubled prefix is the reference's own
  name: 'ck_block_document_reference__ck_block_document_reference__no_self_reference',
  expression: (columns) => `${columns.parentBlockDocument} != ${columns.referenceBlockDocument}`,
})
export class BlockDocumentReference extends Base {
  @Property()
  name!: string;

  @ManyToOne(() => BlockDocument, { deleteRule: 'cascade', index: false })
  parentBlockDocument!: Ref<BlockDocument>;

  @ManyToOne(() => BlockDocument, { deleteRule: 'cascade', index: false })
  referenceBlockDocument!: Ref<BlockDocument>;

  constructor(values: RequiredEntityData<BlockDocumentReference>) {
    super();
    fill(this, values);
  }

  get parentBlockDocumentId(): string {
    return this.parentBlockDocument.id;
  }

  get referenceBlockDocumentId(): string {
    return this.referenceBlockDocument.id;
  }
}
