import { expect } from 'chai';
import { Artifact, ArtifactCollection, isSqlNull, newId } from '../../../src/domain/index.ts';
import { createArtifact, deleteArtifact, updateArtifact } from '../../../src/services/artifacts/index.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { makeArtifact, uniqueName } from '../../support/factories.ts';

describeEachDialect('An artifact', (db) => {
  it('becomes the latest of its key, and replaces what it says itself', async () => {
    const key = uniqueName('artifact');
    const flowRunId = newId();
    const first = await createArtifact(db.em(), { key, type: 'table', data: [1], metadata: { a: 'b' }, flowRunId });
    const before = await collectionOf(key);
    const second = await createArtifact(db.em(), { key, data: null, description: 'newer' });
    const after = await collectionOf(key);
    expect(before).to.deep.include({ latestId: first.id, data: [1], description: null });
    const kept = { id: before?.id, created: before?.created, type: 'table', metadata: { a: 'b' }, flowRunId };
    expect(after).to.deep.include({ ...kept, latestId: second.id, data: null, description: 'newer' });
    expect(isSqlNull(after!, 'data')).to.equal(false);
    expect(second).to.deep.include({ type: null, flowRunId: null });
  });

  it('is in no collection without a key', async () => {
    const collections = await db.em().count(ArtifactCollection);
    const { id } = await createArtifact(db.em(), { type: 'result', data: { x: 1 } });
    expect(await db.em().findOne(Artifact, id)).to.deep.include({ key: null, data: { x: 1 } });
    expect(await db.em().count(ArtifactCollection)).to.equal(collections);
  });

  it('is the latest where the last of many says so', async () => {
    const key = uniqueName('artifact');
    const made = await Promise.all(Array.from({ length: 8 }, (_, data) => createArtifact(db.em(), { key, data })));
    const collection = await collectionOf(key);
    const latest = made.find(({ id }) => id === collection?.latestId);
    expect(latest?.data).to.equal(collection?.data);
    expect(await db.em().count(Artifact, { key })).to.equal(8);
  });

  it('changes in its collection too, where it is the latest', async () => {
    const key = uniqueName('artifact');
    const [old, latest] = [await createArtifact(db.em(), { key, data: 1 }), await createArtifact(db.em(), { key })];
    await updateArtifact(db.em(), old.id, { data: 2 });
    expect(await collectionOf(key)).to.deep.include({ latestId: latest.id, data: 1 });
    expect(await updateArtifact(db.em(), latest.id, { data: 3, metadata: { a: 'b' } })).to.have.property('data', 3);
    expect(await collectionOf(key)).to.deep.include({ data: 3, metadata: { a: 'b' } });
    expect(await updateArtifact(db.em(), newId(), { data: 3 })).to.equal(null);
  });

  it('leaves its place to the one before it when it is deleted', async () => {
    const key = uniqueName('artifact');
    const old = makeArtifact({
      key,
      type: 'table',
      data: 'old',
      updated: Temporal.Instant.from('2024-01-01T00:00:00Z'),
    });
    await db.em().persist(old).flush();
    const middle = await createArtifact(db.em(), { key, data: 'middle' });
    const passing = await createArtifact(db.em(), { key, data: 'passing' });
    expect(await deleteArtifact(db.em(), passing.id)).to.equal(true);
    expect(await collectionOf(key)).to.deep.include({ latestId: middle.id, data: 'middle', type: null });
    const latest = await createArtifact(db.em(), { key, data: 'latest', description: 'd', flowRunId: newId() });
    expect(await deleteArtifact(db.em(), middle.id)).to.equal(true);
    expect(await collectionOf(key)).to.have.property('latestId', latest.id);
    expect(await deleteArtifact(db.em(), latest.id)).to.equal(true);
    const { created, updated, type, data } = old;
    const left = { latestId: old.id, type, data, description: null, flowRunId: null };
    const collection = await collectionOf(key);
    expect(collection).to.deep.include(left);
    expect([collection?.created, collection?.updated].map(String)).to.deep.equal([created, updated].map(String));
    expect(await deleteArtifact(db.em(), old.id)).to.equal(true);
    expect(await collectionOf(key)).to.equal(null);
    expect(await deleteArtifact(db.em(), old.id)).to.equal(false);
  });

  it('is refused by the path of what makes no sense', async () => {
    await expectRefusal(db, 'artifact.metadata.a', (em) => createArtifact(em, { metadata: { a: 1 } } as never));
    await expectRefusal(db, 'artifact.data', (em) => createArtifact(em, { data: (() => 1) as never }));
    await expectRefusal(db, 'changes.key', (em) => updateArtifact(em, newId(), { key: 'k' } as never));
    await expectRefusal(db, 'id', (em) => deleteArtifact(em, 'x'));
  });

  async function collectionOf(key: string): Promise<ArtifactCollection | null> {
    return db.em().findOne(ArtifactCollection, { key });
  }
});
