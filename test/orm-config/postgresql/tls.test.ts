import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { expect } from 'chai';
import type { ConnectionOptions } from '../../../src/orm-config/connection-options.ts';
import { AuthenticationError, TlsError } from '../../../src/orm-config/index.ts';
import { failureOf } from '../../support/failure.ts';
import { NoteOrms } from '../support/orm.ts';

const file = (name: string) => join(import.meta.dirname, '../fixtures/tls', name);
const caFile = file('authority.pem');

/** What a server of PostgreSQL answers that lets nobody in. */
const refusal = Buffer.from('SFATAL\0C28P01\0Mno entry\0\0');

/** A server that speaks as much of PostgreSQL's protocol as it takes to refuse a client, with TLS or without. */
class RefusingServer {
  /** How each client was secured. */
  readonly seen: boolean[] = [];
  readonly #server: Server;
  #tls = true;

  constructor() {
    this.#server = createServer((socket) => this.#welcome(socket));
    before(() => new Promise<void>((resolve) => this.#server.listen(0, resolve)));
    after(() => new Promise((resolve) => this.#server.close(resolve)));
  }

  start(tls: boolean): void {
    this.#tls = tls;
    this.seen.length = 0;
  }

  url(host: string, query = ''): string {
    return `postgresql+asyncpg://user:password@${host}:${(this.#server.address() as AddressInfo).port}/db${query}`;
  }

  #welcome(socket: Socket): void {
    socket.on('error', () => {});
    socket.once('data', (message: Buffer) => {
      const asksForTls = message.readInt32BE(4) === 80877103;
      if (!asksForTls) {
        this.#refuse(socket, false);
      } else if (this.#tls) {
        socket.write('S');
        const secured = new TLSSocket(socket, {
          isServer: true,
          cert: readFileSync(file('server.pem')),
          key: readFileSync(file('server.key')),
        });
        secured.on('error', () => {});
        secured.once('data', () => this.#refuse(secured, true));
      } else {
        socket.write('N');
        socket.once('data', () => this.#refuse(socket, false));
      }
    });
  }

  #refuse(socket: Socket, secured: boolean): void {
    this.seen.push(secured);
    const length = Buffer.alloc(4);
    length.writeInt32BE(refusal.length + 4);
    socket.end(Buffer.concat([Buffer.from('E'), length, refusal]));
  }
}

describe('TLS to a server', () => {
  const orms = new NoteOrms();
  const server = new RefusingServer();

  type Case = readonly [
    what: string,
    tls: boolean,
    host: string,
    query: string,
    options: ConnectionOptions,
    outcome: boolean | typeof TlsError,
  ];
  const cases: readonly Case[] = [
    ['is used where the server has it', true, 'localhost', '', {}, true],
    ['is left out where it has not', false, 'localhost', '', {}, false],
    ['is not used where the URL says so', true, 'localhost', '?ssl=disable', {}, false],
    ['is not asked for first where it is only allowed', true, 'localhost', '?ssl=allow', {}, false],
    ['is demanded by the URL', false, 'localhost', '?ssl=require', {}, TlsError],
    ['may be without verification', true, '127.0.0.1', '?ssl=require', {}, true],
    ['is verified', true, 'localhost', '?ssl=verify-full', {}, TlsError],
    ['is verified against the authority given', true, 'localhost', `?ssl=verify-full&sslrootcert=${caFile}`, {}, true],
    [
      'is verified against the authority given, whatever the URL asks for',
      true,
      'localhost',
      '?ssl=require',
      { tls: { caFile: file('server.pem') } },
      TlsError,
    ],
    [
      'is refused where the certificate names another host',
      true,
      '127.0.0.1',
      `?ssl=verify-full&sslrootcert=${caFile}`,
      {},
      TlsError,
    ],
    [
      'is taken from another host where only the authority counts',
      true,
      '127.0.0.1',
      `?ssl=verify-ca&sslrootcert=${caFile}`,
      {},
      true,
    ],
    ['by the options is always verified', true, 'localhost', '', { tls: { enabled: true } }, TlsError],
    ['by the options trusts their authority', true, 'localhost', '', { tls: { enabled: true, caFile } }, true],
    ['by the options checks the host', true, '127.0.0.1', '', { tls: { enabled: true, caFile } }, TlsError],
    [
      'by the options need not check the host',
      true,
      '127.0.0.1',
      '',
      { tls: { enabled: true, caFile, checkHostname: false } },
      true,
    ],
    ['by the options beats the URL', false, 'localhost', '?ssl=disable', { tls: { enabled: true, caFile } }, TlsError],
  ];
  for (const [what, tls, host, query, options, outcome] of cases) {
    it(what, async () => {
      server.start(tls);
      const error = await failureOf(orms.open(server.url(host, query), options));
      if (outcome === TlsError) {
        expect(error).to.be.instanceOf(TlsError);
        expect(server.seen).to.deep.equal([]);
      } else {
        expect(error).to.be.instanceOf(AuthenticationError);
        expect(server.seen).to.deep.equal([outcome]);
      }
    });
  }
});
