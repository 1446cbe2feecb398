import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { expect } from 'chai';
import { BlockDocument, BlockSchema, BlockType, newId } from '../../../src/domain/index.ts';
import { InvalidArgumentError } from '../../../src/queries/errors.ts';
import { readConfigurationValue, writeConfiguration } from '../../../src/queries/configuration/index.ts';
import {
  createBlockType,
  deleteBlockSchema,
  deleteBlockType,
  ProtectedBlockTypeError,
  readBlockType,
  readBlockTypeBySlug,
  readBlockTypes,
  updateBlockType,
} from '../../../src/services/blocks/index.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { failureOf } from '../../support/failure.ts';
import { makeBlockDocument, makeBlockSchema, makeBlockType } from '../../support/factories.ts';
import { recorded } from './support.ts';

describeEachDialect('Block types', (db) => {
  const html = { description: `<b>&"'</b>`, codeExample: 'a < b && c' };

  it('are stored with their texts escaped, as a Prefect server does', async () => {
    const { id } = await createBlockType(db.em(), { name: 'Escaped', slug: 'escaped', logoUrl: ' /logo ', ...html });
    const stored = await readBlockType(db.em(), id);
    expect(stored).to.include({
      description: recorded.description,
      codeExample: recorded.code_example,
      logoUrl: '/logo',
      documentationUrl: null,
      isProtected: false,
    });
  });

  it('keep id and times when they are overridden, and nothing else', async () => {
    const first = await createBlockType(db.em(), { name: 'First', slug: 'same', isProtected: true, ...html });
    const second = await createBlockType(db.em(), { name: 'Second', slug: 'same' }, { override: true });
    expect(second).to.include({
      id: first.id,
      name: 'Second',
      description: null,
      codeExample: null,
      isProtected: false,
    });
    expect([second.created, second.updated].map(String)).to.deep.equal([first.created, first.updated].map(String));
    expect(await db.em().count(BlockType, { slug: 'same' })).to.equal(1);
  });

  it('do not share a slug unless they are overridden', async () => {
    await createBlockType(db.em(), { name: 'First', slug: 'taken' });
    const failure = await failureOf(createBlockType(db.em(), { name: 'Second', slug: 'taken' }));
    expect(failure).to.be.instanceOf(UniqueConstraintViolationException);
  });

  it('change in the texts that are given, unescaped', async () => {
    const { id } = await createBlockType(db.em(), { name: 'Changed', slug: 'changed', ...html });
    await updateBlockType(db.em(), id, { description: '<i>', logoUrl: '/new' });
    const stored = await readBlockTypeBySlug(db.em(), 'changed');
    expect(stored).to.include({ description: '<i>', logoUrl: '/new', codeExample: recorded.code_example });
    expect(await updateBlockType(db.em(), newId(), { description: '' })).to.equal(null);
  });

  it('are listed by name, and filtered by theirs and by what their blocks can do', async () => {
    const em = db.em();
    const [second, first, other] = ['Listed B', 'listed A', 'Else'].map((name) => makeBlockType({ name }));
    em.persist([
      makeBlockSchema({ blockType: first!, capabilities: ['read', 'write'] }),
      makeBlockSchema({ blockType: second!, capabilities: ['read'] }),
      other!,
    ]);
    await em.flush();
    const names = async (filter: Parameters<typeof readBlockTypes>[1]) =>
      (await readBlockTypes(db.em(), filter)).map(({ name }) => name);
    expect(await names({ filter: { block_types: { name: { like_: 'LISTED' } } } })).to.have.members([
      'Listed B',
      'listed A',
    ]);
    const able = { block_capabilities: { all_: ['write', 'read'] } };
    expect(await names({ filter: { block_schemas: able } })).to.deep.equal(['listed A']);
    expect(await names({ filter: { block_types: { slug: { any_: [other!.slug] } } } })).to.deep.equal(['Else']);
  });

  it('are deleted with all that belongs to them, the default storage of results too', async () => {
    const em = db.em();
    const document = makeBlockDocument();
    em.persist(document);
    await em.flush();
    await writeConfiguration(em, 'server-default-result-storage', { default_result_storage_block_id: document.id });
    expect(await deleteBlockType(db.em(), document.blockTypeId)).to.equal(true);
    expect(await deleteBlockType(db.em(), document.blockTypeId)).to.equal(false);
    expect(await db.em().count(BlockDocument, { id: document.id })).to.equal(0);
    expect(await db.em().count(BlockSchema, { id: document.blockSchemaId })).to.equal(0);
    expect(await readConfigurationValue(db.em(), 'server-default-result-storage')).to.equal(null);
  });

  it('that are protected stay, and so do their schemas', async () => {
    const em = db.em();
    const schema = makeBlockSchema({ blockType: makeBlockType({ isProtected: true }) });
    em.persist(schema);
    await em.flush();
    expect(await failureOf(deleteBlockType(db.em(), schema.blockTypeId))).to.be.instanceOf(ProtectedBlockTypeError);
    expect(await failureOf(deleteBlockSchema(db.em(), schema.id))).to.be.instanceOf(ProtectedBlockTypeError);
    expect(await db.em().count(BlockSchema, { id: schema.id })).to.equal(1);
  });

  it('are refused with the path of what makes no sense', async () => {
    const inputs: [input: object, parameter: string][] = [
      [{ name: 'a/b', slug: 'a' }, 'blockType.name'],
      [{ name: '', slug: 'a' }, 'blockType.name'],
      [{ name: 'a', slug: 'A b' }, 'blockType.slug'],
      [{ name: 'a' }, 'blockType.slug'],
      [{ name: 'a', slug: 'a', isProtected: 1 }, 'blockType.isProtected'],
      [{ name: 'a', slug: 'a', logo_url: '/' }, 'blockType.logo_url'],
    ];
    const before = await db.em().count(BlockType);
    for (const [input, parameter] of inputs) {
      const failure = await failureOf(createBlockType(db.em(), input as never, { override: true }));
      expect(failure, parameter).to.be.instanceOf(InvalidArgumentError).and.include({ parameter });
    }
    expect(await db.em().count(BlockType)).to.equal(before);
  });
});
