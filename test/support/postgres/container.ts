import { randomBytes } from 'node:crypto';
import type { StartedPostgreSqlContainer } from '@testcontainers/postgresql';
import { type PostgresProvider, type PostgresServer, ProviderUnavailableError, serverSettings } from './server.ts';

const defaultImage = 'postgres:15-bookworm';
const startupMilliseconds = 240_000;

/** A container of `TEST_POSTGRES_IMAGE` (default: the official image of PostgreSQL 15), where a Docker engine answers. */
export const containerServer: PostgresProvider = { name: 'testcontainers', start: startContainer };

async function startContainer(): Promise<PostgresServer> {
  // loaded only where it is wanted: it takes longer than a whole local server
  const { getContainerRuntimeClient } = await import('testcontainers');
  await getContainerRuntimeClient().catch((error: unknown) => {
    throw new ProviderUnavailableError(`no Docker engine answers (${firstLine(error)})`);
  });
  const image = process.env['TEST_POSTGRES_IMAGE'] ?? defaultImage;
  const container = await startedInTime(image);
  return {
    url: container.getConnectionUri(),
    description: `Testcontainers, image ${image}, ${container.getHost()}:${container.getPort()}`,
    stop: async () => void (await container.stop({ timeout: 0, removeVolumes: true })),
  };
}

/** A registry that cannot be reached may keep a pull waiting for ever: give up, and remove the container should it start after all. */
async function startedInTime(image: string): Promise<StartedPostgreSqlContainer> {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const starting = new PostgreSqlContainer(image)
    // a word such as "test" would be found in every output that is searched for the password
    .withPassword(randomBytes(18).toString('base64url'))
    .withCommand(['postgres', ...serverSettings])
    // a database is a thousand small files, copied for every suite
    .withTmpFs({ '/var/lib/postgresql/data': 'rw' })
    .start()
    .catch((error: unknown) => {
      throw new ProviderUnavailableError(`Testcontainers starts no ${image} (${firstLine(error)})`);
    });
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    timeout.reject(new ProviderUnavailableError(`no container of ${image} in ${startupMilliseconds / 1000} s`));
    starting.then((late) => late.stop()).catch(() => {});
  }, startupMilliseconds);
  return Promise.race([starting, timeout.promise]).finally(() => clearTimeout(timer));
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n', 1)[0] ?? '';
}
