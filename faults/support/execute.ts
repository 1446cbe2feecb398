import { Client } from 'pg';

/** Runs statements, in one transaction, on a connection of its own. */
export async function execute(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(['begin', ...statements, 'commit'].join('; '));
  } finally {
    await client.end();
  }
}
