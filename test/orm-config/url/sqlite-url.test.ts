import { resolve } from 'node:path';
import { expect } from 'chai';
import { InvalidConnectionUrlError } from '../../../src/orm-config/index.ts';
import { readConnectionUrl, type SqliteAddress } from '../../../src/orm-config/url/index.ts';

describe('A connection URL of SQLite', () => {
  // Left the URL, right what SQLAlchemy 2.0 makes of it and hands to the driver of Python.
  const paths: readonly [url: string, path: string | null][] = [
    ['sqlite+aiosqlite:///prefect.db', resolve('prefect.db')],
    ['sqlite+aiosqlite:////var/lib/prefect.db', '/var/lib/prefect.db'],
    ['sqlite+aiosqlite:////tmp/a%20b.db', '/tmp/a%20b.db'],
    ['sqlite+aiosqlite:///:memory:', null],
    ['sqlite+aiosqlite:///', null],
    ['sqlite+aiosqlite://', null],
    ['sqlite+aiosqlite:///file::memory:?cache=shared&uri=true&check_same_thread=false', null],
    ['sqlite+aiosqlite:///file:shared?mode=memory&cache=shared&uri=true', null],
    ['sqlite+aiosqlite:///file:/tmp/x.db?mode=ro&uri=true', '/tmp/x.db'],
    ['sqlite+aiosqlite:////tmp/x.db?timeout=3', '/tmp/x.db'],
    ['sqlite:////tmp/x.db', '/tmp/x.db'],
  ];
  for (const [url, path] of paths) {
    it(`leads to ${path?.replace(process.cwd(), '.') ?? 'memory'} for ${url}`, () => {
      expect(readConnectionUrl(url)).to.include({ dialect: 'sqlite', path });
    });
  }

  const plain: readonly [url: string, path: string | null][] = [
    ['sqlite:/tmp/x.db', '/tmp/x.db'],
    ['sqlite::memory:', null],
    [':memory:', null],
    ['file:/tmp/a%20b.db', '/tmp/a b.db'],
    ['file:///tmp/x.db', '/tmp/x.db'],
    ['/tmp/x', '/tmp/x'],
    ['./x', resolve('x')],
    ['prefect.sqlite3', resolve('prefect.sqlite3')],
  ];
  for (const [url, path] of plain) {
    it(`may be as plain as ${url}`, () => {
      expect(readConnectionUrl(url)).to.include({ dialect: 'sqlite', path });
    });
  }

  it('carries options', () => {
    const { options, mustExist } = readConnectionUrl(
      'sqlite+aiosqlite:///file:/tmp/x.db?mode=ro&uri=true&timeout=2.5',
    ) as SqliteAddress;
    expect(options).to.deep.equal({ readOnly: true, timeout: 2.5 });
    expect(mustExist).to.equal(true);
  });

  for (const url of [
    'sqlite+aiosqlite://host/x.db',
    'sqlite+aiosqlite:///x.db?nonsense=1',
    'sqlite+other:///x.db',
    'sqlite+aiosqlite:///file:x?mode=rx&uri=true',
    'sqlite+aiosqlite:///x.db?timeout=soon',
  ]) {
    it(`is refused as ${url}`, () => {
      expect(() => readConnectionUrl(url)).to.throw(InvalidConnectionUrlError);
    });
  }
});
