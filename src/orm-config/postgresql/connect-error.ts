import { AuthenticationError, DatabaseNotFoundError, ServerUnreachableError, TlsError } from '../errors.ts';
import type { PostgresAddress } from '../url/index.ts';

/** Where pg itself looks when neither the URL nor the environment says so. */
const { PGHOST = 'localhost', PGPORT = '5432' } = process.env;

/** Turns what connecting may fail with into a sentence that helps. It holds no password. */
export function connectError(
  error: Error & { code?: string },
  address: PostgresAddress,
  { user, database }: { user: string | undefined; database: string | undefined },
): Error {
  const server = `${address.host ?? PGHOST}:${address.port ?? PGPORT}`;
  const cause = { cause: error };
  const { code = '', message } = error;
  if (code === '3D000') {
    return new DatabaseNotFoundError(server, database ?? '(of the user’s name)', cause);
  }
  if (code === '28P01' || code === '28000' || message.startsWith('SASL')) {
    return new AuthenticationError(server, user ?? '(the user of this process)', cause);
  }
  if (isWithoutTls(error)) {
    return new TlsError(
      server,
      'the server offers none. Take it out of the connection URL or the options, or set it up on the server.',
      cause,
    );
  }
  if (
    code.startsWith('CERT_') ||
    code.startsWith('ERR_TLS') ||
    code.startsWith('ERR_SSL') ||
    /CERT|SELF_SIGNED|UNABLE_TO/.test(code)
  ) {
    return new TlsError(
      server,
      `${message}. Give the authority that signed the server's certificate as tls.caFile, and the host by the name in it.`,
      cause,
    );
  }
  const reason = reasons[code] ?? messages.find(([start]) => message.startsWith(start))?.[1];
  return reason === undefined ? error : new ServerUnreachableError(server, reason, cause);
}

/** Whether the server has no TLS at all. */
export function isWithoutTls(error: unknown): boolean {
  return (error as Error).message === 'The server does not support SSL connections';
}

/** Whether the server lets nobody in without TLS. */
export function wantsTls(error: unknown): boolean {
  return (error as { code?: string }).code === '28000';
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there. Start the server, or check host and port in the connection URL.',
  ENOTFOUND: 'there is no such host. Check the host in the connection URL.',
  EAI_AGAIN: 'the name of the host cannot be resolved now. Check the network, or try again.',
  ENOENT: 'there is no such socket. Start the server, or check the host in the connection URL.',
  EACCES: 'this user may not use the socket.',
  ECONNRESET: 'it closed the connection. Check that it is a PostgreSQL server, and its log.',
  EHOSTUNREACH: 'the host cannot be reached. Check the network.',
  ENETUNREACH: 'the network cannot be reached. Check the network.',
  ETIMEDOUT: 'it did not answer in time. Check host, port and network, or raise connectionTimeout.',
  '53300':
    'it has too many connections already. Lower poolSize and maxOverflow, or raise max_connections on the server.',
  '57P03': 'it is starting up or shutting down. Try again in a moment.',
};

/** What pg says itself, without a code. */
const messages: readonly (readonly [start: string, reason: string])[] = [
  ['timeout expired', 'it did not answer in time. Check host, port and network, or raise connectionTimeout.'],
  ['Connection terminated', 'it closed the connection. Check its log.'],
  [
    'There was an error establishing an SSL connection',
    'what listens there does not answer like a PostgreSQL server. Check host and port in the connection URL.',
  ],
];
