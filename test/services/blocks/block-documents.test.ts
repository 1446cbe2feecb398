import { setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { expect } from 'chai';
import { BlockDocument, BlockDocumentReference, type JsonObject, newId } from '../../../src/domain/index.ts';
import { readConfigurationValue, writeConfiguration } from '../../../src/queries/configuration/index.ts';
import {
  BlockCycleError,
  countBlockDocuments,
  createBlockDocument,
  deleteBlockDocument,
  type FullBlockDocument,
  type FullBlockSchema,
  readBlockDocument,
  readBlockDocumentByName,
  readBlockDocuments,
  updateBlockDocument,
} from '../../../src/services/blocks/index.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { failureOf } from '../../support/failure.ts';
import { makeBlockDocumentReference, makeBlockSchema } from '../../support/factories.ts';
import { recorded, referenceTo, savedDocument, savedSchema } from './support.ts';

describeEachDialect('Block documents', (db) => {
  const { secrets, document: stored } = recorded.given;
  let schema: FullBlockSchema;
  let children: Readonly<Record<string, string>>;

  before('makes the documents that the others hold', async () => {
    schema = await savedSchema(db, secrets);
    const childOf = (name: string) => savedDocument(db, schema, { password: name, user: name }, name);
    children = { child: await childOf('child'), 'other-child': await childOf('other-child') };
  });

  const read = async (id: string, includeSecrets = true) =>
    (await readBlockDocument(db.em(), id, { includeSecrets })) as FullBlockDocument;

  it('show what Prefect shows, unless their secrets are asked for', async () => {
    const id = await savedDocument(db, schema, { ...stored, child: referenceTo(children['child']!) });
    expect((await read(id, false)).data).to.deep.equal(recorded.shown);
    expect((await read(id)).data).to.deep.equal({ ...stored, child: { password: 'child', user: 'child' } });
    const { content } = await plain(id);
    expect(content).to.deep.equal(stored);
  });

  it('are changed as Prefect changes them', async () => {
    for (const { update, data, held } of recorded.updates) {
      const id = await savedDocument(db, schema, { ...stored, child: referenceTo(children['child']!) });
      const changes = withIds(update.data);
      await updateBlockDocument(db.em(), id, { data: changes, mergeExistingData: update.merge_existing_data });
      const document = await read(id);
      const title = JSON.stringify(update);
      expect(document.data, title).to.deep.equal(data);
      expect(heldBy(document), title).to.deep.equal(
        Object.fromEntries(Object.entries(held).map(([field, name]) => [field, children[name]])),
      );
    }
  });

  it('are found by name and type, listed by name, filtered and counted', async () => {
    const other = await savedSchema(db, { capabilities: [] });
    const parts = { blockSchemaId: other.id, blockTypeId: other.blockTypeId };
    await savedDocument(db, other, {}, 'listed-b');
    const listed = await savedDocument(db, other, {}, 'listed-a');
    const anonymous = await createBlockDocument(db.em(), { ...parts, isAnonymous: true });
    expect(anonymous.name).to.match(/^anonymous-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}$/);
    expect(await readBlockDocumentByName(db.em(), other.blockType.slug, 'listed-a')).to.include({ id: listed });
    expect(await readBlockDocumentByName(db.em(), schema.blockType.slug, 'listed-a')).to.equal(null);
    const ofType = { block_type_id: { any_: [other.blockTypeId] } };
    const names = async (filter: object) => (await readBlockDocuments(db.em(), { filter })).map(({ name }) => name);
    expect(await names({ block_documents: ofType })).to.deep.equal(['listed-a', 'listed-b']);
    expect(await names({ block_types: { slug: { any_: [other.blockType.slug] } } })).to.deep.equal([
      'listed-a',
      'listed-b',
    ]);
    expect(await names({ block_documents: { name: { like_: 'LISTED-B' } } })).to.deep.equal(['listed-b']);
    expect(await names({ block_documents: { ...ofType, is_anonymous: { eq_: true } } })).to.deep.equal([
      anonymous.name,
    ]);
    expect(await countBlockDocuments(db.em(), { block_documents: ofType })).to.equal(2);
    expect(await countBlockDocuments(db.em(), { block_documents: { ...ofType, is_anonymous: null } })).to.equal(3);
  });

  it('are read with what they hold in as many queries, however deep that is', async () => {
    const depth = 60;
    const ids = [await savedDocument(db, schema, { password: 'deepest' })];
    for (let level = 1; level <= depth; level += 1) {
      ids.push(await savedDocument(db, schema, { level, held: referenceTo(ids.at(-1)!) }));
    }
    const queries = async (id: string) => (await db.statements(() => read(id))).length;
    expect(await queries(ids[depth]!)).to.equal(await queries(ids[1]!));
    const document = await read(ids[depth]!);
    let { data } = document;
    for (let level = depth; level > 0; level -= 1) {
      expect(data['level']).to.equal(level);
      data = data['held'] as JsonObject;
    }
    expect(data).to.deep.equal({ password: 'deepest' });
    const [held] = Object.values(document.blockDocumentReferences);
    expect(held?.blockDocument).to.include({ id: ids[depth - 1], isAnonymous: false });
    expect(held?.blockDocument.blockDocumentReferences).to.have.nested.property(
      'held.blockDocument.id',
      ids[depth - 2],
    );
  });

  it('never hold themselves, through whatever others', async () => {
    const last = await savedDocument(db, schema, {});
    const middle = await savedDocument(db, schema, { next: referenceTo(last) });
    const first = await savedDocument(db, schema, { next: referenceTo(middle) });
    for (const id of [last, middle, first]) {
      const failure = await failureOf(
        updateBlockDocument(db.em(), last, { data: { user: 'changed', back: referenceTo(id) } }),
      );
      expect(failure).to.be.instanceOf(BlockCycleError).and.include({ code: 'BLOCK_CYCLE' });
    }
    expect((await read(last)).data).to.deep.equal({});
  });

  it('never hold themselves when two at once want to hold each other', async () => {
    const [one, other] = [await savedDocument(db, schema, {}), await savedDocument(db, schema, {})];
    const em = db.em();
    await em.begin();
    await updateBlockDocument(em, one, { data: { held: referenceTo(other) } });
    const second = failureOf(updateBlockDocument(db.em(), other, { data: { held: referenceTo(one) } }));
    // time enough to be done, had it not to wait
    await Promise.race([second, setTimeout(500)]);
    await em.commit();
    expect(await second).to.be.instanceOf(BlockCycleError);
  });

  it('that hold each other, as another program may have written them, are refused when they are read', async () => {
    const ids = [await savedDocument(db, schema, {}), await savedDocument(db, schema, {})];
    const em = db.em();
    const [one, other] = await em.find(BlockDocument, { id: ids });
    em.persist([
      makeBlockDocumentReference({ parentBlockDocument: one!, referenceBlockDocument: other! }),
      makeBlockDocumentReference({ parentBlockDocument: other!, referenceBlockDocument: one! }),
    ]);
    await em.flush();
    expect(await failureOf(readBlockDocument(db.em(), ids[0]!))).to.be.instanceOf(BlockCycleError);
    await db.em().nativeDelete(BlockDocument, { id: ids });
  });

  it('lose no change of two at the same time', async () => {
    const id = await savedDocument(db, schema, { user: 'marvin' });
    const fields = Array.from({ length: 10 }, (_, index) => `field-${index}`);
    await Promise.all(fields.map((field) => updateBlockDocument(db.em(), id, { data: { [field]: field } })));
    expect((await read(id)).data).to.deep.equal({
      user: 'marvin',
      ...Object.fromEntries(fields.map((field) => [field, field])),
    });
  });

  it('change to a schema of their type only', async () => {
    const id = await savedDocument(db, schema, { user: 'marvin' });
    const em = db.em();
    const sibling = makeBlockSchema({ blockType: (await em.findOneOrFail(BlockDocument, id)).blockType });
    const stranger = makeBlockSchema();
    em.persist([sibling, stranger]);
    await em.flush();
    await updateBlockDocument(db.em(), id, { blockSchemaId: sibling.id });
    const failure = await failureOf(
      updateBlockDocument(db.em(), id, { blockSchemaId: stranger.id, data: { user: 'ford' } }),
    );
    expect(failure).to.include({ code: 'INVALID_ARGUMENT', parameter: 'changes.blockSchemaId' });
    expect(await read(id)).to.include({ blockSchemaId: sibling.id });
    expect((await read(id)).data).to.deep.equal({ user: 'marvin' });
    expect(await updateBlockDocument(db.em(), newId(), { data: {} })).to.equal(null);
  });

  it('are deleted from those that hold them, and as the default storage of results', async () => {
    const id = await savedDocument(db, schema, {});
    const holder = await savedDocument(db, schema, { held: referenceTo(id) });
    await writeConfiguration(db.em(), 'server-default-result-storage', { default_result_storage_block_id: id });
    await deleteBlockDocument(db.em(), await savedDocument(db, schema, {}));
    expect(await readConfigurationValue(db.em(), 'server-default-result-storage')).to.not.equal(null);
    expect(await deleteBlockDocument(db.em(), id)).to.equal(true);
    expect(await deleteBlockDocument(db.em(), id)).to.equal(false);
    expect((await read(holder)).data).to.deep.equal({});
    expect(await readConfigurationValue(db.em(), 'server-default-result-storage')).to.equal(null);
  });

  it('are refused with the path of what makes no sense, and nothing of them is left', async () => {
    const valid = { name: 'valid', blockSchemaId: schema.id, blockTypeId: schema.blockTypeId };
    const unknown = newId();
    const inputs: [input: object, code: string, parameter: string][] = [
      [{ ...valid, name: 'Not valid' }, 'INVALID_ARGUMENT', 'blockDocument.name'],
      [{ ...valid, name: '' }, 'INVALID_ARGUMENT', 'blockDocument.name'],
      [{ ...valid, name: undefined }, 'INVALID_ARGUMENT', 'blockDocument.name'],
      [{ ...valid, data: 'text' }, 'INVALID_ARGUMENT', 'blockDocument.data'],
      [{ ...valid, data: { a: { $ref: 'text' } } }, 'INVALID_ARGUMENT', 'blockDocument.data.a.$ref'],
      [{ ...valid, data: { a: { $ref: {} } } }, 'INVALID_ARGUMENT', 'blockDocument.data.a.$ref.block_document_id'],
      [{ ...valid, data: { a: referenceTo(unknown) } }, 'UNKNOWN_BLOCK', 'blockDocument.data.a.$ref.block_document_id'],
      [{ ...valid, blockTypeId: unknown }, 'UNKNOWN_BLOCK', 'blockDocument.blockTypeId'],
      [{ ...valid, blockSchemaId: unknown }, 'UNKNOWN_BLOCK', 'blockDocument.blockSchemaId'],
      [{ ...valid, blockSchemaId: (await savedSchema(db)).id }, 'INVALID_ARGUMENT', 'blockDocument.blockSchemaId'],
    ];
    await db.em().transactional(async (em) => {
      for (const [input, code, parameter] of inputs) {
        expect(await failureOf(createBlockDocument(em, input as never)), parameter).to.include({ code, parameter });
      }
    });
    expect(await db.em().count(BlockDocument, { name: 'valid' })).to.equal(0);
    await createBlockDocument(db.em(), valid);
    expect(await failureOf(createBlockDocument(db.em(), valid))).to.be.instanceOf(UniqueConstraintViolationException);
  });

  it('show their secrets in no log, no JSON and no inspection', async () => {
    const id = await savedDocument(db, schema, { ...stored, held: referenceTo(children['child']!) });
    const updated = await updateBlockDocument(db.em(), id, { data: { password: 'hunter3' } });
    const shown = [await read(id, false), await read(id), updated].flatMap((document) => [
      JSON.stringify(document),
      inspect(document, { depth: 3, showHidden: true }),
      inspect(document, { depth: 3, showHidden: true, customInspect: false }),
    ]);
    expect(shown.join('\n'))
      .to.include('marvin')
      .and.not.match(/hunter\d/);
    expect(JSON.parse(JSON.stringify(await read(id))))
      .to.include({ id })
      .and.not.have.property('data');
    expect(JSON.parse(JSON.stringify(await read(id, false)))).to.have.nested.property('data.password', '********');
  });

  function withIds(data: JsonObject): JsonObject {
    return Object.fromEntries(
      Object.entries(data).map(([field, value]) => {
        const { $ref: reference } = (value ?? {}) as { $ref?: { block_document_id: string } };
        return [field, reference ? referenceTo(children[reference.block_document_id]!) : value];
      }),
    );
  }

  /** What is encrypted, without what the document holds. */
  async function plain(id: string): Promise<{ content: unknown; references: number }> {
    const em = db.em();
    const document = await em.findOneOrFail(BlockDocument, id);
    const references = await em.count(BlockDocumentReference, { parentBlockDocument: id });
    return { content: await document.decryptData(em), references };
  }
});

function heldBy(document: FullBlockDocument): Record<string, string> {
  return Object.fromEntries(
    Object.entries(document.blockDocumentReferences).map(([field, { blockDocument }]) => [field, blockDocument.id]),
  );
}
