import { expect } from 'chai';
import { InvalidConnectionUrlError, MissingConnectionUrlError } from '../../../src/orm-config/index.ts';
import {
  connectionUrlFromEnvironment,
  type PostgresAddress,
  readConnectionUrl,
} from '../../../src/orm-config/url/index.ts';

const read = (url: string) => readConnectionUrl(url) as PostgresAddress;

describe('A connection URL of PostgreSQL', () => {
  // What SQLAlchemy 2.0 makes of the same URL.
  const parts: readonly [url: string, parts: Partial<PostgresAddress>][] = [
    [
      'postgresql+asyncpg://us%65r:p%40ss:w/o%2F@host:5433/d',
      { user: 'user', password: 'p@ss:w/o/', host: 'host', port: 5433, database: 'd' },
    ],
    ['postgresql+asyncpg://u:p+x@h/db', { password: 'p+x' }],
    ['postgresql+asyncpg://h', { user: null, password: null, host: 'h', port: null, database: null }],
    ['postgresql+asyncpg://[::1]:5432/db', { host: '::1', port: 5432 }],
    ['postgresql+asyncpg:///db', { host: null, database: 'db' }],
    ['postgresql+asyncpg://user@/db?host=/var/run/postgresql', { user: 'user', host: '/var/run/postgresql' }],
    ['postgresql+asyncpg://h/a%20b', { database: 'a%20b' }],
  ];
  for (const [url, expected] of parts) {
    it(`is taken apart as ${url}`, () => {
      expect(read(url)).to.include({ dialect: 'postgresql', ...expected });
    });
  }

  it('may be plain, and is decoded then', () => {
    expect(read('postgresql://u:p@h:1/a%20b')).to.include({ user: 'u', database: 'a b' });
    expect(read('postgres://u:p@h/db')).to.include({ host: 'h' });
  });

  it('carries options, the last of a kind counts', () => {
    const address = read(
      'postgresql+asyncpg://h/db?ssl=require&ssl=verify-full&command_timeout=2&timeout=3&application_name=a+b&default_transaction_isolation=serializable&sslrootcert=%2Fca.pem',
    );
    expect(address.tlsMode).to.equal('verify-full');
    expect(address.options).to.deep.equal({
      timeout: 2,
      connectionTimeout: 3,
      applicationName: 'a b',
      tls: { caFile: '/ca.pem' },
    });
  });

  const bad = [
    'postgresql+asyncpg://u:s3cret@h:port/db',
    'postgresql+asyncpg://u:s3cret@h:70000/db',
    'postgresql+asyncpg://u:s3cret%@h/db',
    'postgresql+asyncpg://u:s3cret@h/db?nonsense=1',
    'postgresql+asyncpg://u:s3cret@h/db?ssl=perhaps',
    'postgresql+asyncpg://u:s3cret@h/db?s3cret%20=1',
    'postgresql+psycopg3x://u:s3cret@h/db',
    'postgresql+asyncpg:u:s3cret@h/db',
    'mysql://u:s3cret@h/db',
    'u:s3cret@h/db',
    '',
  ];
  for (const url of bad) {
    it(`is refused without its password as ${url || 'nothing'}`, () => {
      expect(() => readConnectionUrl(url))
        .to.throw(InvalidConnectionUrlError)
        .satisfies(
          (error: Error) =>
            !`${error.message}${error.stack}${JSON.stringify(error)}`
              .replaceAll(import.meta.filename, '')
              .includes('s3cret'),
        );
    });
  }
});

describe('The connection URL of the environment', () => {
  it('is that of the variable, else of its alias', () => {
    const alias = { PREFECT_API_DATABASE_CONNECTION_URL: 'sqlite:///b.db' };
    expect(connectionUrlFromEnvironment(alias)).to.equal('sqlite:///b.db');
    expect(
      connectionUrlFromEnvironment({ ...alias, PREFECT_SERVER_DATABASE_CONNECTION_URL: 'sqlite:///a.db' }),
    ).to.equal('sqlite:///a.db');
  });

  it('is asked for when there is none', () => {
    expect(() => connectionUrlFromEnvironment({})).to.throw(
      MissingConnectionUrlError,
      /PREFECT_SERVER_DATABASE_CONNECTION_URL/,
    );
  });
});
