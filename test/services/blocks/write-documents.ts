/** Writes block documents, and prints their ids: node write-documents.ts URL TYPE SCHEMA. Each holds the one before. */
import { configurationFor } from '../../../src/orm-config/index.ts';
import { createBlockDocument, updateBlockDocument } from '../../../src/services/blocks/index.ts';

const [url, blockTypeId, blockSchemaId] = process.argv.slice(2) as [string, string, string];
const orm = await configurationFor(url).init();
const ids: string[] = [];
for (let count = 0; count < 15; count += 1) {
  const last = ids.at(-1);
  const { id } = await createBlockDocument(orm.em, {
    name: `by-${process.pid}-${count}`,
    data: { count, ...(last && { last: { $ref: { block_document_id: last } } }) },
    blockTypeId,
    blockSchemaId,
  });
  await updateBlockDocument(orm.em, id, { data: { changed: true } });
  ids.push(id);
  process.stdout.write(`${id}\n`);
}
await orm.close();
