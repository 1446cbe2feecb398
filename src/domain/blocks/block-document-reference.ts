import type { Opt, Ref } from '@mikro-orm/core';
import { Check, Entity, ManyToOne, Property } from '@mikro-orm/decorators/es';
import { BlockDocument } from './block-document.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import { idOf } from '../shared/relations.ts';

/** Says that one block document refers to another, never to itself. */
@Entity()
@Check({
  // the doubled prefix is the reference's own
  name: 'ck_block_document_reference__ck_block_document_reference__no_self_reference',
  expression: (columns) => `${columns.parentBlockDocument} != ${columns.referenceBlockDocument}`,
})
export class BlockDocumentReference extends Base {
  /** The field that holds the other document. */
  @Property()
  name!: string;

  /** The document that refers. */
  @ManyToOne(() => BlockDocument, { deleteRule: 'cascade', index: false })
  parentBlockDocument!: Ref<BlockDocument>;

  /** The document referred to. */
  @ManyToOne(() => BlockDocument, { deleteRule: 'cascade', index: false })
  referenceBlockDocument!: Ref<BlockDocument>;

  constructor(values: Init<BlockDocumentReference>) {
    super();
    fill(this, values);
  }

  get parentBlockDocumentId(): Opt<string> {
    return idOf(this, 'parentBlockDocument', this.parentBlockDocument);
  }

  get referenceBlockDocumentId(): Opt<string> {
    return idOf(this, 'referenceBlockDocument', this.referenceBlockDocument);
  }
}
