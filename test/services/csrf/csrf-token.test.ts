import { inspect } from 'node:util';
import { expect } from 'chai';
import { CsrfToken, setClock } from '../../../src/domain/index.ts';
import { createCsrfToken, deleteExpiredCsrfTokens, readCsrfToken } from '../../../src/services/csrf/index.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { uniqueName } from '../../support/factories.ts';

describeEachDialect('The token of a client', (db) => {
  const start = Temporal.Instant.from('2026-03-01T10:00:00.000001Z');
  let restoreClock = () => {};
  const timeIs = (moment: Temporal.Instant) => {
    restoreClock();
    restoreClock = setClock(() => moment.epochNanoseconds);
  };

  beforeEach(() => timeIs(start));
  afterEach(() => restoreClock());

  it('is new and random each time, and replaces the one before', async () => {
    const client = uniqueName('client');
    const first = await createCsrfToken(db.em(), client);
    expect(first.token).to.match(/^[0-9a-f]{64}$/);
    expect(first.expiration.equals(start.add({ hours: 1 }))).to.equal(true);
    timeIs(start.add({ minutes: 10 }));
    const second = await createCsrfToken(db.em(), client, { lifetime: Temporal.Duration.from({ days: 2 }) });
    expect(second).to.deep.include({ id: first.id, client });
    expect(second.token).to.not.equal(first.token);
    expect(second.expiration.equals(start.add({ hours: 48, minutes: 10 }))).to.equal(true);
    expect(await readCsrfToken(db.em(), client)).to.have.property('token', second.token);
    expect(await db.em().count(CsrfToken, { client })).to.equal(1);
  });

  it('is read until it expires, and deleted after that', async () => {
    const client = uniqueName('client');
    const { expiration } = await createCsrfToken(db.em(), client);
    const others = await createCsrfToken(db.em(), uniqueName('client'), {
      lifetime: Temporal.Duration.from({ hours: 2 }),
    });
    timeIs(expiration.subtract({ microseconds: 1 }));
    expect(await readCsrfToken(db.em(), client)).to.not.equal(null);
    timeIs(expiration);
    expect(await readCsrfToken(db.em(), client)).to.equal(null);
    await deleteExpiredCsrfTokens(db.em());
    expect(await db.em().count(CsrfToken, { client })).to.equal(1);
    timeIs(expiration.add({ microseconds: 1 }));
    expect(await deleteExpiredCsrfTokens(db.em())).to.equal(1);
    expect(await db.em().count(CsrfToken, { client })).to.equal(0);
    expect(await readCsrfToken(db.em(), others.client)).to.not.equal(null);
  });

  it('shows in no statement and no JSON', async () => {
    const shown: string[] = [];
    let token = '';
    const statements = await db.statements(async () => {
      const made = await createCsrfToken(db.em(), uniqueName('client'));
      token = made.token;
      shown.push(JSON.stringify(made), String(made), inspect(made, { depth: null }));
    });
    expect(token).to.have.length(64);
    expect([...statements, ...shown].join('\n'))
      .to.contain('csrf_token')
      .and.not.contain(token);
  });

  it('is one when a client asks for several at once', async () => {
    const client = uniqueName('client');
    const made = await Promise.all(Array.from({ length: 8 }, () => createCsrfToken(db.em(), client)));
    expect(new Set(made.map(({ token }) => token))).to.have.property('size', 8);
    const kept = await readCsrfToken(db.em(), client);
    expect(made.map(({ token }) => token)).to.include(kept?.token);
    expect(await db.em().count(CsrfToken, { client })).to.equal(1);
  });

  it('is refused by the parameter that makes no sense', async () => {
    await expectRefusal(db, 'client', (em) => createCsrfToken(em, 7 as never));
    await expectRefusal(db, 'client', (em) => readCsrfToken(em, null as never));
    for (const days of [0, -1, 1e9]) {
      const lifetime = Temporal.Duration.from({ days });
      await expectRefusal(db, 'lifetime', (em) => createCsrfToken(em, 'a', { lifetime }));
    }
    await expectRefusal(db, 'lifetime', (em) =>
      createCsrfToken(em, 'a', { lifetime: Temporal.Duration.from({ months: 1 }) }),
    );
  });
});
