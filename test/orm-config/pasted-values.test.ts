import type { MikroORM } from '@mikro-orm/core';
import { raw } from '@mikro-orm/core';
import { expect } from 'chai';
import { describeEachDialect } from '../support/dialects.ts';
import { NoteSchema } from './support/note.ts';
import { emOf, NoteOrms } from './support/orm.ts';

const secret = "s3cret? it's \\ one";

describeEachDialect('A value that MikroORM itself would paste', (db) => {
  const orms = new NoteOrms();
  const log: string[] = [];
  let orm: MikroORM;

  before(async () => {
    const { url } = await db.freshDatabase({ migrated: false });
    orm = await orms.create(url);
    orm.config.getLogger().setDebugMode(true);
    orm.config.getLogger().logQuery = ({ query }) => void log.push(query ?? '');
    await emOf(orm).execute('insert into note (text, weight) values (?, ?), (?, ?)', ['a', 1, secret, 2]);
  });

  beforeEach(() => void (log.length = 0));
  afterEach(() => expect(log.join('\n')).to.contain('?').and.not.contain('s3cret'));

  it('is bound where rows are sorted by it', async () => {
    const notes = await emOf(orm).find(
      NoteSchema,
      {},
      { orderBy: { [raw('case when text = ? then 0 else 1 end', [secret])]: 'asc' } },
    );
    expect(notes.map(({ weight }) => weight)).to.deep.equal([2, 1]);
  });

  it('is bound where it is selected, beside values that are bound anyway', async () => {
    const rows = await emOf(orm)
      .createQueryBuilder(NoteSchema, 'n')
      .select([raw('n.text = ? as same', [secret]), raw('? as given', [7])])
      .where({ weight: { $gt: 1 } })
      .andWhere(raw('n.text = ?', [secret]))
      .orderBy({ [raw('n.text = ?', [secret])]: 'desc' })
      .limit(3)
      .execute<{ same: unknown; given: unknown }[]>();
    expect(rows.map(({ same, given }) => [Boolean(same), given])).to.deep.equal([[true, 7]]);
  });

  it('is bound where rows are grouped by it', async () => {
    const rows = await emOf(orm)
      .createQueryBuilder(NoteSchema, 'n')
      .select([raw('replace(n.text, ?, ?) as short', [secret, 'x']), raw('count(*) as number')])
      .groupBy(raw('replace(n.text, ?, ?)', [secret, 'x']))
      .orderBy({ [raw('replace(n.text, ?, ?)', [secret, 'x'])]: 'asc' })
      .execute<{ short: string }[]>();
    expect(rows.map(({ short }) => short)).to.deep.equal(['a', 'x']);
  });

  it('is bound in a subquery', async () => {
    const inner = emOf(orm)
      .createQueryBuilder(NoteSchema, 'm')
      .select('id')
      .where(raw('m.text = ?', [secret]));
    expect(await emOf(orm).count(NoteSchema, { id: { $in: inner.getNativeQuery().toRaw() } as never })).to.equal(1);
  });

  it('is bound where it is filtered by', async () => {
    expect(await emOf(orm).count(NoteSchema, { [raw('lower(text)')]: secret.toLowerCase() })).to.equal(1);
  });

  it('can still be seen by who asks for the whole text', () => {
    const builder = emOf(orm).createQueryBuilder(NoteSchema, 'n').select('id').where({ text: 'visible' });
    expect(builder.getFormattedQuery()).to.contain("'visible'");
    log.push('?');
  });
});
