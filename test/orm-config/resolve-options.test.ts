import { expect } from 'chai';
import { InvalidConnectionOptionError } from '../../src/orm-config/index.ts';
import { resolveOptions } from '../../src/orm-config/resolve-options.ts';

describe('The options of a connection', () => {
  it("are the reference's where nobody says otherwise", () => {
    expect(resolveOptions({}, {}, {})).to.deep.equal({
      echo: false,
      timeout: 10,
      connectionTimeout: 5,
      poolSize: 5,
      maxOverflow: 10,
      poolTimeout: 30,
      poolRecycle: 3600,
      applicationName: null,
      searchPath: null,
      statementCacheSize: 100,
      tls: { enabled: false, caFile: null, certFile: null, keyFile: null, checkHostname: true },
      readOnly: false,
      anyRevision: false,
    });
  });

  it("come from Prefect's variables", () => {
    const environment = {
      PREFECT_API_DATABASE_ECHO: 'T',
      PREFECT_SERVER_DATABASE_TIMEOUT: '1e1',
      PREFECT_SQLALCHEMY_POOL_SIZE: '7',
      PREFECT_SERVER_DATABASE_SQLALCHEMY_MAX_OVERFLOW: '-1',
      PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_APPLICATION_NAME: 'app',
      PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_STATEMENT_CACHE_SIZE: '0',
      PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_TLS_ENABLED: '1',
    };
    const options = resolveOptions({}, {}, environment);
    expect(options).to.include({
      echo: true,
      timeout: 10,
      poolSize: 7,
      maxOverflow: -1,
      applicationName: 'app',
      statementCacheSize: 0,
    });
    expect(options.tls.enabled).to.equal(true);
  });

  it('are what the caller says before the URL, and the URL before the environment', () => {
    const environment = { PREFECT_SERVER_DATABASE_TIMEOUT: '1' };
    expect(resolveOptions({}, {}, environment).timeout).to.equal(1);
    expect(resolveOptions({}, { url: { timeout: 2 } }, environment).timeout).to.equal(2);
    expect(resolveOptions({ timeout: 3 }, { url: { timeout: 2 } }, environment).timeout).to.equal(3);
    expect(resolveOptions({ timeout: null }, { url: { timeout: 2 } }, environment).timeout).to.equal(null);
  });

  it('count also when they are false or zero', () => {
    const environment = { PREFECT_SERVER_DATABASE_ECHO: 'true', PREFECT_SERVER_DATABASE_SQLALCHEMY_MAX_OVERFLOW: '3' };
    expect(resolveOptions({ echo: false, maxOverflow: 0 }, {}, environment)).to.include({
      echo: false,
      maxOverflow: 0,
    });
  });

  const bad: readonly [given: object, environment: object, option: string][] = [
    [{ timeout: 0 }, {}, 'timeout'],
    [{ poolSize: 1.5 }, {}, 'poolSize'],
    [{ maxOverflow: -2 }, {}, 'maxOverflow'],
    [{ poolsize: 5 }, {}, 'poolsize'],
    [{ tls: { certFile: '/cert.pem' } }, {}, 'tls'],
    [{}, { PREFECT_SERVER_DATABASE_TIMEOUT: 'soon' }, 'PREFECT_SERVER_DATABASE_TIMEOUT'],
    [{}, { PREFECT_SERVER_DATABASE_ECHO: 'perhaps' }, 'PREFECT_SERVER_DATABASE_ECHO'],
  ];
  for (const [given, environment, option] of bad) {
    it(`are refused as ${JSON.stringify({ ...given, ...environment })}`, () => {
      expect(() => resolveOptions(given, {}, environment as NodeJS.ProcessEnv))
        .to.throw(InvalidConnectionOptionError)
        .with.property('option', option);
    });
  }
});
