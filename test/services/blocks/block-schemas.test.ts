import { expect } from 'chai';
import { BlockSchema, BlockSchemaReference, type JsonObject, newId } from '../../../src/domain/index.ts';
import {
  BlockCycleError,
  blockSchemaChecksum,
  createBlockSchema,
  createBlockType,
  deleteBlockSchema,
  readBlockCapabilities,
  readBlockSchema,
  readBlockSchemaByChecksum,
  readBlockSchemas,
} from '../../../src/services/blocks/index.ts';
import { describeEachDialect, type TestDatabase } from '../../support/dialects.ts';
import { failureOf } from '../../support/failure.ts';
import { makeBlockSchema, makeBlockSchemaReference, uniqueName } from '../../support/factories.ts';
import { recorded } from './support.ts';

describe('The checksum of a block schema', () => {
  for (const [index, { fields, checksum }] of recorded.checksums.entries()) {
    it(`is the one that Prefect computes: ${index}, of ${Object.keys(fields).join(', ') || 'nothing'}`, () => {
      expect(blockSchemaChecksum(fields)).to.equal(checksum);
    });
  }

  it('ends where definitions need each other, which Prefect never does', () => {
    const definition = (name: string) => ({ properties: { next: { $ref: `#/definitions/${name}` } } });
    const definitions = { A: definition('B'), B: definition('A') };
    const [one, other] = [
      { ...definition('A'), definitions },
      { ...definition('B'), definitions },
    ];
    expect(blockSchemaChecksum(one)).to.not.equal(blockSchemaChecksum(other));
  });
});

describeEachDialect('Block schemas', (db) => {
  let rootType: string;

  before('makes the types of the recording', async () => {
    for (const slug of ['root', 'middle', 'leaf', 'other']) {
      const { id } = await createBlockType(db.em(), { name: slug, slug });
      rootType = slug === 'root' ? id : rootType;
    }
  });

  const nested = () => ({
    fields: recorded.given.schema,
    blockTypeId: rootType,
    capabilities: ['x', 'y'],
    version: '1.2',
  });

  it('with others in them are stored row by row as Prefect does, and read in one', async () => {
    const created = await createBlockSchema(db.em(), nested());
    expect(created.checksum).to.equal(recorded.schema.checksum);
    const rows = await db.em().find(BlockSchema, { blockType: { slug: Object.keys(recorded.rows) } });
    for (const { blockType, checksum, fields, capabilities, version } of rows) {
      expect({ checksum, fields, capabilities, version }).to.deep.equal(recorded.rows[blockType.$.slug]);
    }
    expect(rows).to.have.length(4);
    expect(inOrder((await readBlockSchema(db.em(), created.id))!.fields)).to.deep.equal(
      inOrder(recorded.schema.fields),
    );
    expect(inOrder(created.fields)).to.deep.equal(inOrder(recorded.schema.fields));
  });

  it('are there once, however often they are made', async () => {
    const ids = await Promise.all(
      Array.from({ length: 8 }, async () => (await createBlockSchema(db.em(), nested())).id),
    );
    expect(new Set(ids).size).to.equal(1);
    expect(await db.em().count(BlockSchema, { blockType: { slug: Object.keys(recorded.rows) } })).to.equal(4);
    expect(await db.em().count(BlockSchemaReference, { parentBlockSchema: { blockType: { slug: 'root' } } })).to.equal(
      3,
    );
    const other = await createBlockSchema(db.em(), { ...nested(), version: '1.3' });
    expect(other).to.include({ version: '1.3', checksum: recorded.schema.checksum });
    expect(ids).to.not.include(other.id);
  });

  it('are found by checksum: the newest, or one of a version', async () => {
    const blockType = await createBlockType(db.em(), { name: 'versions', slug: uniqueName('versions') });
    const make = (version?: string) =>
      createBlockSchema(db.em(), { fields: { title: blockType.slug }, blockTypeId: blockType.id, version });
    const [first, second] = [await make(), await make('2.0')];
    expect(first.version).to.equal('non-versioned');
    expect(await readBlockSchemaByChecksum(db.em(), first.checksum)).to.include({ id: second.id });
    expect(await readBlockSchemaByChecksum(db.em(), first.checksum, 'non-versioned')).to.include({ id: first.id });
    expect(await readBlockSchemaByChecksum(db.em(), first.checksum, '3.0')).to.equal(null);
  });

  it('are listed newest first, by what they can do and by id', async () => {
    const em = db.em();
    const [older, newer] = ['01', '02'].map((day) =>
      makeBlockSchema({ capabilities: ['fly', `d${day}`], created: Temporal.Instant.from(`2026-01-${day}T00:00:00Z`) }),
    );
    em.persist([older!, newer!]);
    await em.flush();
    const ids = async (filter: object) =>
      (await readBlockSchemas(db.em(), { filter: { block_schemas: filter } })).map(({ id }) => id);
    expect(await ids({ block_capabilities: { all_: ['fly'] } })).to.deep.equal([newer!.id, older!.id]);
    expect(await ids({ block_capabilities: { all_: ['fly', 'd01'] } })).to.deep.equal([older!.id]);
    expect(await ids({ id: { any_: [older!.id] } })).to.deep.equal([older!.id]);
    expect(await ids({ block_type_id: { any_: [newer!.blockTypeId] } })).to.deep.equal([newer!.id]);
    expect(await readBlockCapabilities(db.em())).to.include.members(['fly', 'd01', 'd02']);
  });

  it('are deleted, and those in them stay', async () => {
    const em = db.em();
    const reference = makeBlockSchemaReference();
    em.persist(reference);
    await em.flush();
    expect(await deleteBlockSchema(db.em(), reference.parentBlockSchemaId)).to.equal(true);
    expect(await deleteBlockSchema(db.em(), reference.parentBlockSchemaId)).to.equal(false);
    expect(await db.em().count(BlockSchema, { id: reference.referenceBlockSchemaId })).to.equal(1);
  });

  it('are refused with the path of what makes no sense, and nothing of them is left', async () => {
    const { schema } = recorded.given;
    const change = (references: object, more: object = {}) =>
      ({ ...schema, title: uniqueName('refused'), block_schema_references: references, ...more }) as never;
    const root = 'blockSchema.fields.block_schema_references';
    const unknown = { block_schema_checksum: 'sha256:0', block_type_slug: 'leaf' };
    const circle = definitionsInACircle();
    const nestedNobody = {
      properties: { held: { $ref: '#/definitions/Mid' } },
      definitions: {
        Mid: {
          block_type_slug: 'middle',
          block_schema_references: { leaf: { ...unknown, block_type_slug: 'nobody' } },
        },
      },
    };
    const inputs: [input: object, code: string, parameter?: string][] = [
      [{ fields: [], blockTypeId: rootType }, 'INVALID_ARGUMENT', 'blockSchema.fields'],
      [{ blockTypeId: 'x' }, 'INVALID_ARGUMENT', 'blockSchema.blockTypeId'],
      [{ blockTypeId: newId() }, 'UNKNOWN_BLOCK', 'blockSchema.blockTypeId'],
      [{ blockTypeId: rootType, capabilities: 'read' }, 'INVALID_ARGUMENT', 'blockSchema.capabilities'],
      [{ blockTypeId: rootType, fields: change([]) }, 'INVALID_ARGUMENT', root],
      [{ blockTypeId: rootType, fields: change({ a: {} }) }, 'INVALID_ARGUMENT', `${root}.a`],
      [{ blockTypeId: rootType, fields: change({ a: unknown }) }, 'INVALID_ARGUMENT', `${root}.a`],
      [
        { blockTypeId: rootType, fields: change({ either: [{ ...unknown, block_type_slug: 'nobody' }] }) },
        'UNKNOWN_BLOCK',
        `${root}.either[0].block_type_slug`,
      ],
      [
        { blockTypeId: rootType, fields: change({ held: { ...unknown, block_type_slug: 'middle' } }, nestedNobody) },
        'UNKNOWN_BLOCK',
        'blockSchema.fields.definitions.Mid.block_schema_references.leaf.block_type_slug',
      ],
      [{ blockTypeId: rootType, fields: circle }, 'BLOCK_CYCLE'],
    ];
    const before = await rowsOf(db);
    await db.em().transactional(async (em) => {
      for (const [input, code, parameter] of inputs) {
        const failure = await failureOf(createBlockSchema(em, input as never));
        expect(failure, `${code} ${parameter}`).to.include(parameter === undefined ? { code } : { code, parameter });
      }
    });
    expect(await rowsOf(db)).to.deep.equal(before);
  });

  it('that hold each other are refused when they are read', async () => {
    const em = db.em();
    const there = makeBlockSchemaReference();
    const back = makeBlockSchemaReference({
      parentBlockSchema: there.referenceBlockSchema,
      referenceBlockSchema: there.parentBlockSchema,
    });
    em.persist([there, back]);
    await em.flush();
    expect(await failureOf(readBlockSchema(db.em(), there.parentBlockSchemaId))).to.be.instanceOf(BlockCycleError);
  });
});

/** Two blocks that hold each other, under checksums that are not theirs. */
function definitionsInACircle(): JsonObject {
  const block = (slug: string, other: string): JsonObject => ({
    block_type_slug: slug,
    properties: { held: { $ref: `#/definitions/${other}` } },
    block_schema_references: { held: { block_type_slug: other, block_schema_checksum: 'sha256:1' } },
  });
  return { ...block('leaf', 'other'), definitions: { leaf: block('leaf', 'other'), other: block('other', 'leaf') } };
}

async function rowsOf(db: TestDatabase): Promise<number[]> {
  return [await db.em().count(BlockSchema), await db.em().count(BlockSchemaReference)];
}

/** A union names its schemas in the order in which they came, which in one transaction is up to their times. */
function inOrder(fields: JsonObject): JsonObject {
  const { either, ...others } = fields['block_schema_references'] as JsonObject;
  const sorted = (either as JsonObject[]).map((each) => JSON.stringify(each, Object.keys(each).toSorted())).toSorted();
  return { ...fields, block_schema_references: { ...others, either: sorted } };
}
