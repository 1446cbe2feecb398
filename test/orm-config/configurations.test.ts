import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { inspect } from 'node:util';
import { expect } from 'chai';
import {
  AioSqliteORMConfiguration,
  AsyncPostgresORMConfiguration,
  BaseORMConfiguration,
  configurationFor,
  InvalidConnectionUrlError,
} from '../../src/orm-config/index.ts';

const url = 'postgresql+asyncpg://user:s3cret@host:5432/prefect';

describe('A configuration', () => {
  it('is chosen by the URL', () => {
    expect(configurationFor(url)).to.be.instanceOf(AsyncPostgresORMConfiguration).and.instanceOf(BaseORMConfiguration);
    expect(configurationFor('sqlite+aiosqlite:///:memory:')).to.be.instanceOf(AioSqliteORMConfiguration);
  });

  it('refuses the URL of the other database', () => {
    expect(() => new AioSqliteORMConfiguration(url)).to.throw(InvalidConnectionUrlError);
    expect(() => new AsyncPostgresORMConfiguration('sqlite:///x.db')).to.throw(InvalidConnectionUrlError);
  });

  it('shows no password', () => {
    const configuration = configurationFor(url);
    const shown = [
      inspect(configuration, { depth: 9, showHidden: true }),
      JSON.stringify(configuration),
      String(configuration),
      inspect(configuration.mikroOrmOptions(), { depth: 9 }),
    ];
    expect(shown.join()).not.to.contain('s3cret');
    expect(configuration.describe()).to.equal('user@host:5432/prefect');
    expect(configuration.connectionUrl).to.equal(url);
  });

  it('knows the folder of its migrations', () => {
    for (const { versionsDir, dialect } of [configurationFor(url), configurationFor('sqlite:///x.db')]) {
      expect(versionsDir).to.satisfy(isAbsolute).and.satisfy(existsSync);
      expect(versionsDir.endsWith(`/migrations/${dialect}`)).to.equal(true);
    }
  });

  it('knows the columns by which the reference upserts', () => {
    expect(configurationFor(url)).to.deep.include({
      deploymentUniqueUpsertColumns: ['flow_id', 'name'],
      concurrencyLimitUniqueUpsertColumns: ['tag'],
      flowRunUniqueUpsertColumns: ['flow_id', 'idempotency_key'],
      blockTypeUniqueUpsertColumns: ['slug'],
      artifactCollectionUniqueUpsertColumns: ['key'],
      blockSchemaUniqueUpsertColumns: ['checksum', 'version'],
      flowUniqueUpsertColumns: ['name'],
      savedSearchUniqueUpsertColumns: ['name'],
      taskRunUniqueUpsertColumns: ['flow_run_id', 'task_key', 'dynamic_key'],
      blockDocumentUniqueUpsertColumns: ['block_type_id', 'name'],
    });
  });

  it('waits for a lock of SQLite as long as the reference, unless told otherwise', () => {
    expect(configurationFor('sqlite:///x.db').options.timeout).to.equal(60);
    expect(configurationFor('sqlite:///x.db?timeout=2').options.timeout).to.equal(2);
    expect(configurationFor(url).options.timeout).to.equal(10);
  });
});

describe('The unique key of a configuration', () => {
  const keyOf = (...parts: Parameters<typeof configurationFor>) => configurationFor(...parts).uniqueKey;

  it('is equal for the same class, database and options', () => {
    expect(keyOf(url)).to.equal(keyOf(url));
    expect(keyOf(url, { poolSize: 5 })).to.equal(keyOf(url));
    expect(keyOf(url, { tls: { caFile: '/a', enabled: true } })).to.equal(
      keyOf(url, { tls: { enabled: true, caFile: '/a' } }),
    );
    expect(keyOf(url)).to.be.a('string');
  });

  const others: readonly Parameters<typeof configurationFor>[] = [
    ['postgresql+asyncpg://user:other@host:5432/prefect'],
    ['postgresql+asyncpg://user@host:5432/prefect'],
    ['postgresql+asyncpg://user:s3cret@host:5433/prefect'],
    ['postgresql+asyncpg://user:s3cret@host:5432/other'],
    ['postgresql+asyncpg://user:s3cret@host:5432/prefect?ssl=require'],
    [url, { timeout: 11 }],
    [url, { echo: true }],
    [url, { searchPath: 'other' }],
    [url, { readOnly: true }],
    [url, { tls: { enabled: true } }],
  ];
  for (const other of others) {
    it(`is another one for ${JSON.stringify(other)}`, () => {
      expect(keyOf(...other)).not.to.equal(keyOf(url));
    });
  }

  it('is another one for another class, also of the same name', () => {
    const make = () => class Mine extends AsyncPostgresORMConfiguration {};
    const keys = [new AsyncPostgresORMConfiguration(url), new (make())(url), new (make())(url)].map(
      ({ uniqueKey }) => uniqueKey,
    );
    expect(new Set(keys).size).to.equal(3);
  });

  it('shows neither the password nor anything else', () => {
    expect(keyOf(url)).to.match(/^[0-9a-f]{64}$/);
  });
});
