import type { EntityClass, FindAllOptions } from '@mikro-orm/core';
import { expect } from 'chai';
import { Artifact, type Base, BlockDocument, Flow, FlowRun } from '../../src/domain/index.ts';
import * as sortOrders from '../../src/queries/sort-orders.ts';
import { artifactSort, blockDocumentSort, flowRunSort, flowSort } from '../../src/queries/sort-orders.ts';
import { describeEachDialect, type TestDatabase } from '../support/dialects.ts';
import { makeArtifact, makeBlockDocument, makeFlow, makeFlowRun } from '../support/factories.ts';

const noon = Temporal.Instant.from('2026-02-28T12:00:00Z');

function afterNoon(hours: number): Temporal.Instant {
  return noon.add({ hours });
}

describe('The sort orders', () => {
  it('are those of the reference, class by class', () => {
    const members = Object.entries(sortOrders).map(([name, orders]) => [name, Object.keys(orders).toSorted()]);
    expect(Object.fromEntries(members)).to.deep.equal({
      artifactCollectionSort: ['CREATED_DESC', 'ID_DESC', 'KEY_ASC', 'KEY_DESC', 'UPDATED_DESC'],
      artifactSort: ['CREATED_DESC', 'ID_DESC', 'KEY_ASC', 'KEY_DESC', 'UPDATED_DESC'],
      automationSort: ['CREATED_DESC', 'NAME_ASC', 'NAME_DESC', 'UPDATED_DESC'],
      blockDocumentSort: ['BLOCK_TYPE_AND_NAME_ASC', 'NAME_ASC', 'NAME_DESC'],
      blockSchemaSort: ['CREATED_DESC'],
      blockTypeSort: ['NAME_ASC'],
      deploymentSort: ['CREATED_DESC', 'NAME_ASC', 'NAME_DESC', 'UPDATED_DESC'],
      flowRunSort: [
        'END_TIME_DESC',
        'EXPECTED_START_TIME_ASC',
        'EXPECTED_START_TIME_DESC',
        'ID_DESC',
        'NAME_ASC',
        'NAME_DESC',
        'NEXT_SCHEDULED_START_TIME_ASC',
        'START_TIME_ASC',
        'START_TIME_DESC',
      ],
      flowSort: ['CREATED_DESC', 'NAME_ASC', 'NAME_DESC', 'UPDATED_DESC'],
      logSort: ['TIMESTAMP_ASC', 'TIMESTAMP_DESC'],
      taskRunSort: [
        'END_TIME_DESC',
        'EXPECTED_START_TIME_ASC',
        'EXPECTED_START_TIME_DESC',
        'ID_DESC',
        'NAME_ASC',
        'NAME_DESC',
        'NEXT_SCHEDULED_START_TIME_ASC',
      ],
      variableSort: ['CREATED_DESC', 'NAME_ASC', 'NAME_DESC', 'UPDATED_DESC'],
    });
  });
});

describeEachDialect('The sort orders in the database', (db) => {
  beforeEach('empties the tables', async () => {
    for (const entityClass of [FlowRun, Artifact, BlockDocument, Flow] as EntityClass<Base>[]) {
      await db.em().nativeDelete(entityClass, {});
    }
  });

  it('put a run that has not started where it is expected to start', async () => {
    const flow = makeFlow();
    await store(db, [
      makeFlowRun({ flow, name: 'started late', expectedStartTime: noon, startTime: afterNoon(3) }),
      makeFlowRun({ flow, name: 'expected between', expectedStartTime: afterNoon(2) }),
      makeFlowRun({ flow, name: 'started early', expectedStartTime: afterNoon(9), startTime: afterNoon(1) }),
    ]);
    const ascending = ['started early', 'expected between', 'started late'];
    expect(await namesOf(db, FlowRun, flowRunSort.START_TIME_ASC())).to.deep.equal(ascending);
    expect(await namesOf(db, FlowRun, flowRunSort.START_TIME_DESC())).to.deep.equal(ascending.toReversed());
  });

  it('leave nulls where the database puts them', async () => {
    await store(db, [makeArtifact({ key: 'a' }), makeArtifact({ key: null }), makeArtifact({ key: 'b' })]);
    const found = await db.em().findAll(Artifact, { orderBy: artifactSort.KEY_ASC() });
    const expected = { sqlite: [null, 'a', 'b'], postgresql: ['a', 'b', null] };
    expect(found.map(({ key }) => key)).to.deep.equal(expected[db.dialect]);
  });

  it('compare text sign by sign, capitals first', async () => {
    await store(
      db,
      ['b', 'A', 'a', 'B'].map((name) => makeFlow({ name })),
    );
    expect(await namesOf(db, Flow, flowSort.NAME_DESC())).to.deep.equal(['b', 'a', 'B', 'A']);
  });

  it('compare a second column where the first is equal', async () => {
    await store(db, [
      makeBlockDocument({ blockTypeName: 'y', name: 'first' }),
      makeBlockDocument({ blockTypeName: 'x', name: 'third' }),
      makeBlockDocument({ blockTypeName: 'x', name: 'second' }),
    ]);
    const order = blockDocumentSort.BLOCK_TYPE_AND_NAME_ASC();
    expect(await namesOf(db, BlockDocument, order)).to.deep.equal(['second', 'third', 'first']);
  });

  it('serve more than one query', async () => {
    await store(db, [makeFlowRun({ name: 'only' })]);
    for (let query = 0; query < 2; query += 1) {
      expect(await namesOf(db, FlowRun, flowRunSort.START_TIME_ASC())).to.deep.equal(['only']);
    }
  });
});

async function store(db: TestDatabase, entities: object[]): Promise<void> {
  await db.em().persist(entities).flush();
}

async function namesOf<Entity extends { name: string }>(
  db: TestDatabase,
  entityClass: EntityClass<Entity>,
  orderBy: NonNullable<FindAllOptions<Entity>['orderBy']>,
): Promise<string[]> {
  const found = await db.em().findAll(entityClass, { orderBy });
  return found.map(({ name }) => name);
}
