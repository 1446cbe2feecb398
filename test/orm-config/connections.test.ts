import { expect } from 'chai';
import { ConnectionPoolTimeoutError, configurationFor } from '../../src/orm-config/index.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { failureOf } from '../support/failure.ts';
import { type Note, NoteSchema } from './support/note.ts';
import { emOf, NoteOrms } from './support/orm.ts';

/** What an EntityManager of a fork finds, while a transaction is open. */
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describeEachDialect('A connection', (db) => {
  const orms = new NoteOrms();
  let url: string;
  let orm: Awaited<ReturnType<NoteOrms['create']>>;

  before(async () => {
    ({ url } = await db.freshDatabase({ migrated: false }));
    orm = await orms.create(url, { poolSize: 2, maxOverflow: 1, poolTimeout: 0.3 });
  });

  beforeEach(() => emOf(orm).execute('delete from note'));

  it('lets a fork read while another holds a transaction that has written', async () => {
    await emOf(orm).transactional(async (em) => {
      em.create(NoteSchema, { text: 'inside' } as Note);
      await em.flush();
      expect(await emOf(orm).count(NoteSchema)).to.equal(0);
      expect(await em.count(NoteSchema)).to.equal(1);
    });
    expect(await emOf(orm).count(NoteSchema)).to.equal(1);
  });

  it('rolls back to where a nested transaction began', async () => {
    await emOf(orm).transactional(async (em) => {
      em.create(NoteSchema, { text: 'outer' } as Note);
      await em.flush();
      const error = await failureOf(
        em.transactional(async (nested) => {
          nested.create(NoteSchema, { text: 'inner' } as Note);
          await nested.flush();
          throw new Error('no more');
        }),
      );
      expect(error.message).to.equal('no more');
    });
    expect((await emOf(orm).find(NoteSchema, {})).map(({ text }) => text)).to.deep.equal(['outer']);
  });

  it('rolls back everything when a transaction fails', async () => {
    const failing = emOf(orm).transactional(async (em) => {
      await em.execute('insert into note (text) values (?)', ['gone']);
      await em.execute('insert into note (text) values (?)', ['gone']);
    });
    expect((await failureOf(failing)).name).to.equal('UniqueConstraintViolationException');
    expect(await emOf(orm).count(NoteSchema)).to.equal(0);
  });

  it('streams rows while other statements run, alone and inside a transaction', async () => {
    await emOf(orm).execute('insert into note (text) values (?), (?), (?)', ['a', 'b', 'c']);
    const streamed = async (em: ReturnType<typeof emOf>) => {
      const texts: string[] = [];
      const rows = em
        .getConnection()
        .stream<Note>(
          'select text from note where text < ? order by text',
          ['x'],
          em.getTransactionContext(),
          undefined,
          2,
        );
      for await (const { text } of rows) {
        await em.execute('update note set weight = ? where text = ?', [texts.length, text]);
        texts.push(text);
      }
      return texts;
    };
    expect(await streamed(emOf(orm))).to.deep.equal(['a', 'b', 'c']);
    expect(await emOf(orm).transactional((em) => streamed(em))).to.deep.equal(['a', 'b', 'c']);
    expect(await emOf(orm).execute('select weight from note order by text')).to.deep.equal([
      { weight: 0 },
      { weight: 1 },
      { weight: 2 },
    ]);
  });

  it('gives its connection back when a stream is left early', async () => {
    await emOf(orm).execute('insert into note (text) values (?), (?)', ['a', 'b']);
    for (let round = 0; round < 5; round += 1) {
      for await (const row of emOf(orm).getConnection().stream('select text from note order by text')) {
        expect(row).to.deep.equal({ text: 'a' });
        break;
      }
    }
  });

  it('refuses to write in a transaction that was to read only', async () => {
    const writing = emOf(orm).transactional((em) => em.insert(NoteSchema, { text: 'x' }), { readOnly: true });
    expect((await failureOf(writing)).name).to.equal('ReadOnlyException');
  });

  it('takes part in what Kysely does', async () => {
    await emOf(orm).transactional(async (em) => {
      const kysely = em.getKysely<{ note: { text: string; weight: number | null } }>();
      await kysely.insertInto('note').values({ text: 'by kysely', weight: 1.5 }).execute();
      expect(await em.count(NoteSchema)).to.equal(1);
      expect(await emOf(orm).count(NoteSchema)).to.equal(0);
    });
    expect(await emOf(orm).execute('select text, weight from note')).to.deep.equal([
      { text: 'by kysely', weight: 1.5 },
    ]);
  });

  it('counts what a statement has changed', async () => {
    const em = emOf(orm);
    expect(await em.execute('insert into note (text) values (?), (?)', ['a', 'b'], 'run')).to.include({
      affectedRows: 2,
    });
    expect(await em.execute('update note set weight = ?', [1], 'run')).to.include({ affectedRows: 2 });
    expect(await em.execute('delete from note where text = ?', ['a'], 'run')).to.include({ affectedRows: 1 });
    expect(await em.execute('select count(*) as number from note', [], 'get')).to.satisfy(
      ({ number }: { number: unknown }) => Number(number) === 1,
    );
  });

  it('waits for a connection when all are in use, gives up after a while, and recovers', async () => {
    const { promise: done, resolve: finish } = Promise.withResolvers<void>();
    const holders = Array.from({ length: 3 }, () =>
      emOf(orm).transactional(
        async (em) => {
          await em.execute('select 1');
          await done;
        },
        { readOnly: true },
      ),
    );
    await pause(50);
    const begin = performance.now();
    const error = await failureOf(emOf(orm).execute('select 1'));
    expect(error)
      .to.be.instanceOf(ConnectionPoolTimeoutError)
      .and.include({ code: 'CONNECTION_POOL_TIMEOUT', size: 3, timeout: 0.3 });
    expect(performance.now() - begin).to.be.within(250, 5000);

    const waiting = emOf(orm).execute('select 1 as one');
    finish();
    expect(await waiting).to.deep.equal([{ one: 1 }]);
    await Promise.all(holders);
    expect(await emOf(orm).execute('select 1 as one')).to.deep.equal([{ one: 1 }]);
  });

  it('carries more values than the database can bind', async () => {
    await emOf(orm).execute('insert into note (id, text) values (?, ?)', [69_999, "it's"]);
    const ids = Array.from({ length: 70_000 }, (_, index) => index);
    expect(await emOf(orm).count(NoteSchema, { id: { $in: ids } })).to.equal(1);
    const texts = [...ids.map((id) => `x'${id}`), "it's"];
    expect(await emOf(orm).count(NoteSchema, { text: { $in: texts } })).to.equal(1);
  });

  it('gives up a statement that was aborted before it began', async () => {
    const reason = new DOMException('enough', 'AbortError');
    const statement = emOf(orm).execute('select 1', [], { signal: AbortSignal.abort(reason) });
    expect(await failureOf(statement)).to.equal(reason);
  });

  it('opens again after it was closed', async () => {
    const other = await orms.open(url);
    await other.close();
    expect(await emOf(other).execute('select 1 as one')).to.deep.equal([{ one: 1 }]);
  });

  it('may be to a database that is only read', async () => {
    const reader = await orms.open(url, { readOnly: true });
    expect(await emOf(reader).count(NoteSchema)).to.be.a('number');
    expect(await emOf(reader).transactional((em) => em.count(NoteSchema))).to.be.a('number');
    expect((await failureOf(emOf(reader).insert(NoteSchema, { text: 'x' }))).name).to.equal('ReadOnlyException');
  });

  it('can be opened with the whole model, by a configuration', async () => {
    const whole = await configurationFor(db.url).init();
    try {
      expect(await whole.isConnected()).to.equal(true);
    } finally {
      await whole.close();
    }
  });
});
