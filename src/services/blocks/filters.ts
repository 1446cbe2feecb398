import { documentOf, own, related, together } from '../../queries/filters/across.ts';
import { column, holdsAll, isTrue, like } from '../../queries/filters/criteria.ts';
import { ids, named, words } from '../../queries/filters/fields.ts';
import { document, type Given, operated } from '../../queries/filters/part.ts';

const blockType = document({ name: document({ like_: like(column('name')) }), slug: words('slug') });

const blockSchema = operated({
  block_type_id: ids('block_type_id'),
  block_capabilities: document({ all_: holdsAll(column('capabilities')) }),
  id: ids('id'),
  version: words('version'),
});

const blockDocument = operated({
  id: ids('id'),
  is_anonymous: document({ eq_: isTrue(column('is_anonymous')) }),
  block_type_id: ids('block_type_id'),
  name: named('name'),
});

/** Which block types: by themselves and by a schema of theirs. */
export const blockTypeFilters = documentOf(
  together(
    own({ block_types: blockType }),
    related(
      { table: 'block_schema', own: 'id', its: 'block_type_id', otherFirst: false },
      own({ block_schemas: blockSchema }),
    ),
  ),
);
export type BlockTypeFilters = Given<typeof blockTypeFilters>;

export const blockSchemaFilters = documentOf(own({ block_schemas: blockSchema }));
export type BlockSchemaFilters = Given<typeof blockSchemaFilters>;

/** Which block documents: by themselves, by their type and by their schema. */
export const blockDocumentFilters = documentOf(
  together(
    own({ block_documents: blockDocument }),
    related(
      { table: 'block_type', own: 'block_type_id', its: 'id', otherFirst: true },
      own({ block_types: blockType }),
    ),
    related(
      { table: 'block_schema', own: 'block_schema_id', its: 'id', otherFirst: true },
      own({ block_schemas: blockSchema }),
    ),
  ),
);
export type BlockDocumentFilters = Given<typeof blockDocumentFilters>;
