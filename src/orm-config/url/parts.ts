import { InvalidConnectionUrlError } from '../errors.ts';

/** A URL cut at its separators, as SQLAlchemy cuts it: a password may hold every character but `@` as it is. */
export interface UrlParts {
  readonly scheme: string;
  readonly user: string | null;
  readonly password: string | null;
  readonly host: string | null;
  readonly port: number | null;
  /** What follows the slash behind the host, as it stands; null without that slash. */
  readonly database: string | null;
  /** In the order of the URL. A key may come several times. */
  readonly query: readonly (readonly [key: string, value: string])[];
}

const shape =
  /^(?<scheme>[A-Za-z][\w+.-]*):\/\/(?:(?<user>[^:/?@]*)(?::(?<password>[^@]*))?@)?(?:\[(?<host6>[^/?\]]+)\]|(?<host>[^/:?]+))?(?::(?<port>[^/?]*))?(?:\/(?<database>[^?]*))?(?:\?(?<query>.*))?$/s;

/**
 * Cuts a URL.
 *
 * @throws InvalidConnectionUrlError whose message shows nothing of the URL but its scheme
 */
export function cutUrl(url: string): UrlParts {
  const groups = shape.exec(url)?.groups;
  if (!groups) {
    throw new InvalidConnectionUrlError(
      'The connection URL cannot be read. Write it as sqlite+aiosqlite:///relative/path, sqlite+aiosqlite:////absolute/path ' +
        'or postgresql+asyncpg://user:password@host:5432/database, with @, / and other special characters of the password percent-encoded.',
    );
  }
  return {
    scheme: (groups['scheme'] as string).toLowerCase(),
    user: decoded(groups['user'], 'user name'),
    password: decoded(groups['password'], 'password'),
    host: decoded(groups['host6'] ?? groups['host'], 'host'),
    port: portOf(groups['port']),
    database: groups['database'] ?? null,
    query: [...new URLSearchParams(groups['query'] ?? '')],
  };
}

/** Takes `%40` for `@`. */
export function decoded(text: string | undefined, what: string): string | null {
  if (text === undefined) {
    return null;
  }
  try {
    return decodeURIComponent(text);
  } catch {
    throw new InvalidConnectionUrlError(
      `The ${what} in the connection URL is not percent-encoded correctly: write % as %25.`,
    );
  }
}

/** A port as a number; null when there is none. */
export function portOf(text: string | undefined): number | null {
  if (text === undefined || text === '') {
    return null;
  }
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) {
    throw new InvalidConnectionUrlError(
      'The port in the connection URL is not a number from 1 to 65535. A password with @ or / in it must be percent-encoded.',
    );
  }
  return port;
}
