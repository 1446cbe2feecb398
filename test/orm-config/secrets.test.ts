import { inspect } from 'node:util';
import type { MikroORM } from '@mikro-orm/core';
import { DriverException, UniqueConstraintViolationException } from '@mikro-orm/core';
import { expect } from 'chai';
import { Configuration } from '../../src/domain/index.ts';
import { configurationFor } from '../../src/orm-config/index.ts';
import { describeEachDialect } from '../support/dialects.ts';

const secret = 'pG9xY7-encryption-key_Zm9v';

/** All that a log, a console or an error report could print of an error. */
function everythingOf(error: unknown): string {
  const own = Object.getOwnPropertyNames(error).map((key) => String((error as Record<string, unknown>)[key]));
  return [
    inspect(error, { depth: 9, showHidden: true }),
    JSON.stringify(error),
    String(error),
    (error as Error).stack,
    ...own,
  ].join('\n');
}

describeEachDialect('A secret', (db) => {
  const log: string[] = [];
  let orm: MikroORM;

  before(async () => {
    orm = await configurationFor(db.url, { echo: true }).init({ debug: true, logger: (message) => log.push(message) });
    const em = orm.em.fork();
    em.persist(new Configuration({ key: 'ENCRYPTION_KEY', value: { fernet_key: secret } }));
    await em.flush();
  });

  after(() => orm.close());

  it('that is stored shows in no log, not even with the values of queries', () => {
    expect(log.join('\n')).to.contain('insert into').and.not.contain(secret);
  });

  it('shows nowhere when an entity that holds it cannot be inserted', async () => {
    log.length = 0;
    const em = orm.em.fork();
    em.persist(new Configuration({ key: 'ENCRYPTION_KEY', value: { fernet_key: secret } }));
    const error = await em.flush().catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(UniqueConstraintViolationException);
    expect(everythingOf(error)).not.to.contain(secret);
    expect(log.join('\n')).to.contain('insert into').and.not.contain(secret);
  });

  const failing: readonly (readonly [what: string, sql: string, values: unknown[]])[] = [
    [
      'a row that lacks a value',
      'insert into configuration (id, key, value) values (?, ?, null)',
      ['0196f1a2-0000-4000-8000-000000000001', secret],
    ],
    [
      'a key that exists',
      'insert into configuration (id, key, value) select ?, key, value from configuration',
      ['0196f1a2-0000-4000-8000-000000000002'],
    ],
    ['a table that does not exist', 'insert into nowhere (key) values (?)', [secret]],
    ['a statement with a mistake', 'insert configuration (key) values (?)', [secret]],
    [
      'a path into JSON with a mistake',
      db.dialect === 'sqlite' ? "select json_extract('{}', ?)" : 'select jsonb_path_query(?::jsonb, ?::jsonpath)',
      db.dialect === 'sqlite' ? [secret] : ['{}', `$.${secret} !`],
    ],
    ['a value of the wrong type', db.dialect === 'sqlite' ? 'select json(?)' : 'select ?::uuid', [secret]],
  ];
  for (const [what, sql, values] of failing) {
    it(`shows nowhere because of ${what}`, async () => {
      log.length = 0;
      await orm.em
        .fork()
        .transactional(async (em) => {
          const error = await (em as unknown as { execute(sql: string, values: unknown[]): Promise<unknown> })
            .execute(sql, values)
            .catch((caught: unknown) => caught);
          expect(error).to.be.instanceOf(DriverException);
          expect(everythingOf(error)).not.to.contain(secret);
          // The transaction has failed: what it did is of no interest.
          throw new Error('rolled back');
        })
        .catch(({ message }: Error) => expect(message).to.equal('rolled back'));
      expect(log.join('\n')).not.to.contain(secret);
    });
  }

  it('leaves in an exception what is none: the names of constraint, table and column', async () => {
    const em = orm.em.fork();
    em.persist(new Configuration({ key: 'ENCRYPTION_KEY', value: {} }));
    const { message } = (await em.flush().catch((caught: unknown) => caught)) as Error;
    expect(message).to.match(/uq_configuration__key|configuration\.key/);
  });

  it('shows nowhere when Kysely sends it', async () => {
    const kysely = (
      orm.em.fork() as unknown as {
        getKysely(): { insertInto(table: string): { values(row: object): { execute(): Promise<unknown> } } };
      }
    ).getKysely();
    const error = await kysely
      .insertInto('configuration')
      .values({ id: '0196f1a2-0000-4000-8000-000000000003', key: 'ENCRYPTION_KEY', value: JSON.stringify(secret) })
      .execute()
      .catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(Error);
    expect(everythingOf(error)).not.to.contain(secret);
  });
});
