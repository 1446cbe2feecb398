import { readdirSync, readlinkSync } from 'node:fs';
import { type EntityManager, MikroORM, RequestContext } from '@mikro-orm/core';
import { expect } from 'chai';
import { Flow } from '../../src/domain/index.ts';
import {
  type BaseORMConfiguration,
  closeAllOrms,
  closeOrm,
  configurationFor,
  forkFor,
  inRequestScope,
  ormFor,
} from '../../src/orm-config/index.ts';
import { pathOf } from '../support/databases/index.ts';
import { describeEachDialect, type TestDatabase } from '../support/dialects.ts';
import { failureOf } from '../support/failure.ts';
import { makeFlow } from '../support/factories.ts';

const applicationName = 'orm-cache-test';

/** How many connections the cache holds to a database: sessions of the server, or open files. */
async function connectionsTo(db: TestDatabase, url: string): Promise<number> {
  if (db.dialect === 'sqlite') {
    return openFiles().filter((path) => path.startsWith(pathOf({ url }))).length;
  }
  const [row] = await (
    db.em() as unknown as { execute(sql: string, values: unknown[]): Promise<{ n: number }[]> }
  ).execute('select count(*)::int as n from pg_stat_activity where datname = ? and application_name = ?', [
    new URL(url).pathname.slice(1),
    applicationName,
  ]);
  return row?.n ?? 0;
}

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      // the one that reads the folder is closed again
      return [];
    }
  });
}

/** A server takes a moment to see that a client has gone. */
async function expectNoConnection(db: TestDatabase, url: string): Promise<void> {
  const deadline = performance.now() + 5000;
  while ((await connectionsTo(db, url)) > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(await connectionsTo(db, url)).to.equal(0);
}

describeEachDialect('The cache of ORMs', (db) => {
  let url: string;
  let configuration: BaseORMConfiguration;

  before(async () => {
    ({ url } = await db.freshDatabase({ migrated: true }));
    configuration = configurationFor(url, { applicationName });
  });

  afterEach(() => closeAllOrms());

  it('has one ORM for equal configurations', async () => {
    const orm = await ormFor(configuration);
    expect(orm).to.be.instanceOf(MikroORM);
    expect(await ormFor(configurationFor(url, { applicationName }))).to.equal(orm);
    expect(await ormFor(configurationFor(url, { applicationName, timeout: 7 }))).to.not.equal(orm);
  });

  it('starts an ORM once for all who ask at once', async () => {
    let starts = 0;
    const init = configuration.init.bind(configuration);
    configuration.init = async (overrides) => {
      starts += 1;
      return init(overrides);
    };
    const found = await Promise.all(Array.from({ length: 20 }, () => ormFor(configuration)));
    Reflect.deleteProperty(configuration, 'init');
    expect(new Set(found)).to.have.property('size', 1);
    expect(starts).to.equal(1);
  });

  it('does not keep a start that has failed', async () => {
    const fresh = await db.freshDatabase({ migrated: true });
    const other = configurationFor(fresh.url, { applicationName });
    let failing = true;
    const init = other.init.bind(other);
    other.init = async (overrides) => {
      if (failing) {
        throw new Error('not now');
      }
      return init(overrides);
    };
    const failures = await Promise.all([ormFor(other), ormFor(other)].map(failureOf));
    expect(failures.map(({ message }) => message)).to.deep.equal(['not now', 'not now']);
    failing = false;
    expect(await (await forkFor(other)).count(Flow)).to.equal(0);
  });

  it('leaves no connection of a start that has failed', async () => {
    const missing =
      db.dialect === 'sqlite' ? 'sqlite:////nowhere/at/all.sqlite3' : url.replace(/[^/]*$/, 'no_such_database');
    const error = await failureOf(ormFor(configurationFor(missing, { applicationName })));
    expect(error).to.have.property('code').that.is.oneOf(['DATABASE_FILE', 'DATABASE_NOT_FOUND']);
    await closeAllOrms();
    await expectNoConnection(db, url);
  });

  it('hands out units of work of their own', async () => {
    const [one, other] = [await forkFor(configuration), await forkFor(configuration)];
    expect(one).to.not.equal(other);
    const flow = makeFlow();
    one.persist(flow);
    await one.flush();
    const found = await other.findOneOrFail(Flow, flow.id);
    expect(found).to.not.equal(flow);
    expect(found.name).to.equal(flow.name);
  });

  describe('closes', () => {
    async function useSeveralConnections(): Promise<void> {
      const forks = await Promise.all(Array.from({ length: 4 }, () => forkFor(configuration)));
      await Promise.all(forks.map((em) => em.transactional((inner) => inner.count(Flow))));
      await Promise.all(forks.map((em) => em.count(Flow)));
      expect(await connectionsTo(db, url)).to.be.greaterThan(0);
    }

    it('every connection of an ORM, and starts another at the next call', async () => {
      const orm = await ormFor(configuration);
      await useSeveralConnections();
      await closeOrm(configuration);
      await expectNoConnection(db, url);
      expect(await (await forkFor(configuration)).count(Flow)).to.be.greaterThan(-1);
      expect(await ormFor(configuration)).to.not.equal(orm);
    });

    it('all ORMs', async () => {
      await useSeveralConnections();
      await ormFor(configurationFor(url, { applicationName, timeout: 7 }));
      await closeAllOrms();
      await expectNoConnection(db, url);
    });

    it('an ORM that is still starting', async () => {
      const starting = ormFor(configuration);
      await closeOrm(configuration);
      await starting;
      await expectNoConnection(db, url);
    });

    it('nothing twice, and nothing that is not open', async () => {
      await closeOrm(configuration);
      await useSeveralConnections();
      await Promise.all([closeOrm(configuration), closeOrm(configuration), closeAllOrms()]);
      await expectNoConnection(db, url);
    });

    it('an ORM that its user closes', async () => {
      const orm = await ormFor(configuration);
      await orm.close();
      await expectNoConnection(db, url);
      expect(await ormFor(configuration)).to.not.equal(orm);
    });

    it('so that nothing is left after many rounds', async () => {
      const before = openFiles().length;
      for (let round = 0; round < 10; round += 1) {
        await useSeveralConnections();
        await closeOrm(configuration);
      }
      await expectNoConnection(db, url);
      expect(openFiles().length).to.be.at.most(before);
    });
  });

  describe('makes a request scope', () => {
    it('in which the ORM stands for one unit of work', async () => {
      const { em: global } = await ormFor(configuration);
      const flow = makeFlow();
      await inRequestScope(configuration, async (em) => {
        global.persist(flow);
        expect(await em.findOne(Flow, flow.id)).to.equal(flow);
        await global.flush();
      });
      expect(await failureOf(global.find(Flow, {}))).to.match(/global/);
      expect(await (await forkFor(configuration)).count(Flow, flow.id)).to.equal(1);
    });

    it('for each of the requests that run at once', async () => {
      const seen = await Promise.all(
        Array.from({ length: 10 }, () =>
          inRequestScope(configuration, async (em) => {
            await em.count(Flow);
            return (await ormFor(configuration)).em.getContext() === em ? em : undefined;
          }),
        ),
      );
      expect(new Set(seen)).to.have.property('size', 10);
      expect(seen).to.not.include(undefined);
    });

    it('that ends with its work, whatever comes of it', async () => {
      expect(await inRequestScope(configuration, () => 7)).to.equal(7);
      const failing = inRequestScope(configuration, () => {
        throw new Error('no more');
      });
      expect(await failureOf(failing)).to.have.property('message', 'no more');
      expect(RequestContext.currentRequestContext()).to.equal(undefined);
    });

    it('on another database, which is not taken for the first', async () => {
      const fresh = await db.freshDatabase({ migrated: true });
      const other = configurationFor(fresh.url, { applicationName });
      const flow = makeFlow();
      await inRequestScope(configuration, async (em) => {
        await em.persist(flow).flush();
        await inRequestScope(other, async (inner: EntityManager) => {
          expect(await inner.count(Flow, flow.id)).to.equal(0);
          expect(await em.count(Flow, flow.id)).to.equal(1);
          expect(await failureOf((await ormFor(configuration)).em.find(Flow, {}))).to.match(/global/);
        });
        expect(await (await ormFor(configuration)).em.count(Flow, flow.id)).to.equal(1);
      });
    });
  });
});
