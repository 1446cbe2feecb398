import { expect } from 'chai';
import { Event, EventResource, newId, setClock } from '../../../src/domain/index.ts';
import { deleteEventsBefore, type NewEvent, readEvent, writeEvents } from '../../../src/services/events/index.ts';
import { inTransaction } from '../../../src/services/transaction.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { makeEventResource, uniqueInstant, uniqueName } from '../../support/factories.ts';

function eventWith(values: Partial<NewEvent> = {}): NewEvent {
  return {
    id: newId(),
    occurred: uniqueInstant(),
    event: 'test.happened',
    resource: { 'prefect.resource.id': uniqueName('test.thing') },
    ...values,
  };
}

function relatedTo(id: string, role: string, labels: Record<string, string> = {}): NewEvent['resource'] {
  return { 'prefect.resource.id': id, 'prefect.resource.role': role, ...labels };
}

describeEachDialect('Events', (db) => {
  it('go in with a row for each of their resources', async () => {
    const event = eventWith({
      resource: { 'prefect.resource.id': 'test.own', 'prefect.resource.name': 'Own', 'prefect.resource.role': 'lost' },
      related: [relatedTo('test.flow', 'flow', { color: 'red' }), relatedTo('test.tag', 'tag')],
      payload: { count: 9007199254740993n },
      follows: newId(),
      received: Temporal.Instant.from('2026-05-01T00:00:00.000001Z'),
    });
    expect(await writeEvents(db.em(), [event])).to.equal(1);
    const row = await readEvent(db.em(), event.id.toUpperCase());
    const { id, event: name, resource, related, payload, follows } = event;
    expect(row).to.deep.include({ id, event: name, resource, related, payload, follows, resourceId: 'test.own' });
    expect(row?.relatedResourceIds).to.deep.equal(['test.flow', 'test.tag']);
    expect(row?.received.equals(event.received!)).to.equal(true);
    const resources = await db.em().find(EventResource, { eventId: id }, { orderBy: { resourceRole: 'asc' } });
    expect(resources.map((each) => [each.resourceId, each.resourceRole, each.resource])).to.deep.equal([
      ['test.own', '', { 'prefect.resource.name': 'Own' }],
      ['test.flow', 'flow', { color: 'red' }],
      ['test.tag', 'tag', {}],
    ]);
    expect(resources.every(({ occurred }) => occurred.equals(event.occurred))).to.equal(true);
  });

  it('that are there already are passed over with their resources', async () => {
    const [first, second] = [eventWith({ related: [relatedTo('test.flow', 'flow')] }), eventWith()];
    expect(await writeEvents(db.em(), [first])).to.equal(1);
    const again = { ...first, id: first.id.toUpperCase(), event: 'test.changed', related: [] };
    expect(await writeEvents(db.em(), [again, second, { ...second, event: 'test.changed' }, first])).to.equal(1);
    expect(await db.em().find(Event, [first.id, second.id])).to.satisfy((rows: Event[]) =>
      rows.every(({ event }) => event === 'test.happened'),
    );
    expect(await db.em().count(EventResource, { eventId: first.id })).to.equal(2);
    expect(await db.em().count(EventResource, { eventId: second.id })).to.equal(1);
  });

  it('were received now where nobody says when', async () => {
    const present = Temporal.Instant.from('2026-05-02T00:00:00.000001Z');
    const restoreClock = setClock(() => present.epochNanoseconds);
    const event = eventWith();
    try {
      await writeEvents(db.em(), [event]);
    } finally {
      restoreClock();
    }
    const row = await readEvent(db.em(), event.id);
    expect(row).to.deep.include({ related: [], relatedResourceIds: [], payload: {}, follows: null });
    expect([row?.received, row?.recorded].map(String)).to.deep.equal([String(present), String(present)]);
    expect(await readEvent(db.em(), newId())).to.equal(null);
  });

  it('stand or fall with the transaction of the caller', async () => {
    const [kept, lost] = [eventWith(), eventWith()];
    await writeEvents(db.em(), [kept]);
    const failed = inTransaction(db.em(), async (tx) => {
      await writeEvents(tx, [lost]);
      await deleteEventsBefore(tx, kept.occurred.add({ hours: 1 }));
      throw new Error('The caller thinks better of it');
    });
    expect(await failed.catch((error: Error) => error.message)).to.contain('thinks better');
    expect(await readEvent(db.em(), kept.id)).to.not.equal(null);
    expect(await readEvent(db.em(), lost.id)).to.equal(null);
    expect(await db.em().count(EventResource, { eventId: [kept.id, lost.id] })).to.equal(1);
  });

  it('go in once when several write them at once', async () => {
    const events = Array.from({ length: 150 }, () => eventWith({ event: 'test.at-once' }));
    const orders = [events, events.toReversed(), events, events.toReversed()];
    const written = await Promise.all(orders.map((some) => writeEvents(db.em(), some)));
    expect(written.reduce((sum, count) => sum + count)).to.equal(150);
    expect(await db.em().count(Event, { event: 'test.at-once' })).to.equal(150);
    expect(await db.em().count(EventResource, { eventId: { $in: events.map(({ id }) => id) } })).to.equal(150);
  });

  it('go in by thousands, in one transaction', async () => {
    const related = [relatedTo('test.many', 'flow'), relatedTo('test.many', 'tag')];
    const events = Array.from({ length: 5000 }, () => eventWith({ event: 'test.many', related }));
    const statements = await db.statements(() => writeEvents(db.em(), events));
    expect(statements.filter((statement) => /^begin|^start/i.test(statement))).to.have.length(1);
    expect(statements.length).to.be.lessThan(300);
    expect(await db.em().count(Event, { event: 'test.many' })).to.equal(5000);
    expect(await db.em().count(EventResource, { resourceId: 'test.many' })).to.equal(10_000);
  });

  it('are deleted before a moment, all or those of a name', async () => {
    const moment = Temporal.Instant.from('2020-01-01T00:00:00.000001Z');
    const early = { occurred: moment.subtract({ microseconds: 1 }) };
    const [old, named, late] = [
      eventWith(early),
      eventWith({ ...early, event: 'test.old' }),
      eventWith({ occurred: moment }),
    ];
    await writeEvents(db.em(), [old, named, late]);
    expect(await deleteEventsBefore(db.em(), moment, { event: 'test.old' })).to.equal(1);
    expect(await db.em().count(EventResource, { eventId: named.id })).to.equal(0);
    expect(await db.em().count(EventResource, { eventId: old.id })).to.equal(1);
    expect(await deleteEventsBefore(db.em(), moment)).to.equal(1);
    expect(await db.em().count(EventResource, { eventId: old.id })).to.equal(0);
    expect(await db.em().count(EventResource, { eventId: late.id })).to.equal(1);
    expect(await db.em().count(Event, { id: [old.id, named.id, late.id] })).to.equal(1);
  });

  it('are deleted by many, in short transactions, by two at once', async () => {
    const moment = Temporal.Instant.from('2010-01-01T00:00:00Z');
    const occurred = moment.subtract({ hours: 1 });
    const events = Array.from({ length: 2000 }, () => eventWith({ occurred }));
    const lost = makeEventResource({ occurred });
    const late = makeEventResource({ occurred: moment });
    await writeEvents(db.em(), events);
    await db.em().persist([lost, late]).flush();
    let deleted = 0;
    const statements = await db.statements(async () => {
      const counts = await Promise.all([deleteEventsBefore(db.em(), moment), deleteEventsBefore(db.em(), moment)]);
      deleted = counts[0] + counts[1];
    });
    expect(deleted).to.equal(2000);
    expect(statements.filter((statement) => /^commit/i.test(statement))).to.have.length.greaterThan(4);
    expect(await db.em().count(Event, { occurred: { $lt: moment } })).to.equal(0);
    expect(await db.em().count(EventResource, { occurred: { $lt: moment } })).to.equal(0);
    expect(await db.em().count(EventResource, { id: late.id })).to.equal(1);
  });

  it('are refused together by the path of what makes no sense in one', async () => {
    const refused = (path: string, values: object) =>
      expectRefusal(db, `events[1].${path}`, (em) => writeEvents(em, [eventWith(), { ...eventWith(), ...values }]));
    await refused('resource', { resource: { color: 'red' } });
    await refused('resource.count', { resource: { 'prefect.resource.id': 'a', count: 1 } });
    await refused('related[0]', { related: [{ 'prefect.resource.id': 'a' }] });
    await refused('related', { related: Array.from({ length: 101 }, () => relatedTo('a', 'b')) });
    await refused('event', { event: 'a'.repeat(1025) });
    await refused('occurred', { occurred: '2026-01-01' });
    await refused('payload', { payload: [] });
    await expectRefusal(db, 'events', (em) => writeEvents(em, {} as never));
    await expectRefusal(db, 'id', (em) => readEvent(em, 'x'));
    await expectRefusal(db, 'event', (em) => deleteEventsBefore(em, uniqueInstant(), { event: 7 as never }));
    await expectRefusal(db, 'moment', (em) => deleteEventsBefore(em, 'now' as never));
    expect(await writeEvents(db.em(), [])).to.equal(0);
  });
});
