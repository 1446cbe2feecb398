import { type PostgresProvider, type PostgresServer, ProviderUnavailableError } from './server.ts';

/** The server at `TEST_POSTGRES_URL`: the tests make and drop databases of their own on it and touch no other. */
export const givenServer: PostgresProvider = { name: 'url', start: useGivenServer };

async function useGivenServer(): Promise<PostgresServer> {
  const url = process.env['TEST_POSTGRES_URL'];
  if (!url) {
    throw new ProviderUnavailableError('TEST_POSTGRES_URL is not set');
  }
  // the error of `new URL` would carry the password into the output
  const host = URL.parse(url)?.host;
  if (!host) {
    throw new Error('TEST_POSTGRES_URL is no URL: postgresql://user:password@host:port/database');
  }
  return { url, description: `the server at TEST_POSTGRES_URL, ${host}`, stop: async () => {} };
}
