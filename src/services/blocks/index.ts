export { createBlockDocument, type NewBlockDocument } from './create-block-document.ts';
export { createBlockSchema, type NewBlockSchema } from './create-block-schema.ts';
export { createBlockType, type NewBlockType } from './create-block-type.ts';
export { deleteBlockDocument } from './delete-block-document.ts';
export { deleteBlockSchema } from './delete-block-schema.ts';
export { deleteBlockType } from './delete-block-type.ts';
export {
  BlockCycleError,
  type BlockPart,
  EnvironmentKeyError,
  ProtectedBlockTypeError,
  UndecryptableBlockError,
  UnknownBlockError,
} from './errors.ts';
export type { BlockDocumentFilters, BlockSchemaFilters, BlockTypeFilters } from './filters.ts';
export type { FullBlockDocument, HeldBlockDocument, HeldBlockDocuments } from './full-block-document.ts';
export type { FullBlockSchema } from './full-block-schema.ts';
export {
  countBlockDocuments,
  readBlockDocument,
  readBlockDocumentByName,
  readBlockDocuments,
  type Secrecy,
} from './read-block-documents.ts';
export {
  readBlockCapabilities,
  readBlockSchema,
  readBlockSchemaByChecksum,
  readBlockSchemas,
} from './read-block-schemas.ts';
export { readBlockType, readBlockTypeBySlug, readBlockTypes } from './read-block-types.ts';
export { type KeyRotation, rotateEncryptionKey } from './rotate-encryption-key.ts';
export { blockSchemaChecksum } from './schema-checksum.ts';
export { type BlockDocumentChanges, updateBlockDocument } from './update-block-document.ts';
export { type BlockTypeChanges, updateBlockType } from './update-block-type.ts';
