import { readFileSync } from 'node:fs';
import type { ConnectionOptions as TlsConnectionOptions } from 'node:tls';
import type { ResolvedConnectionOptions } from '../connection-options.ts';
import { InvalidConnectionOptionError } from '../errors.ts';
import type { PostgresAddress, TlsMode } from '../url/index.ts';

/** How a connection is secured; false: not at all. */
export type Security = TlsConnectionOptions | false;

/** The ways to secure a connection that may be tried, one after the other. */
export function securityOf(
  { host, tlsMode }: PostgresAddress,
  { tls }: ResolvedConnectionOptions,
): readonly [Security, ...Security[]] {
  if (tls.enabled) {
    return [secured(tls.checkHostname ? 'verify-full' : 'verify-ca', host, tls)];
  }
  // As everywhere with PostgreSQL: with TLS where the server has it. A socket needs none.
  const mode = tlsMode ?? (host === null || host.startsWith('/') ? 'disable' : 'prefer');
  switch (mode) {
    case 'disable':
      return [false];
    case 'allow':
      return [false, secured('require', host, tls)];
    case 'prefer':
      return [secured('require', host, tls), false];
    default:
      // With an authority at hand its word is asked for.
      return [secured(mode === 'require' && tls.caFile ? 'verify-ca' : mode, host, tls)];
  }
}

function secured(
  mode: TlsMode,
  host: string | null,
  { caFile, certFile, keyFile }: ResolvedConnectionOptions['tls'],
): TlsConnectionOptions {
  return {
    minVersion: 'TLSv1.2',
    // pg passes on a name but no address, and Node would hold the certificate against `localhost` then.
    ...(host !== null && { host }),
    rejectUnauthorized: mode !== 'require',
    // The certificate must be good, whatever host it names.
    ...(mode === 'verify-ca' && { checkServerIdentity: () => undefined }),
    ...(caFile && { ca: read('tls.caFile', caFile) }),
    ...(certFile && { cert: read('tls.certFile', certFile) }),
    ...(keyFile && { key: read('tls.keyFile', keyFile) }),
  };
}

function read(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new InvalidConnectionOptionError(option, `the path of a file that can be read, not ${path}`);
  }
}
