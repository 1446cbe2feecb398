/**
 * Starts the service on the database of `PREFECT_SERVER_DATABASE_CONNECTION_URL`, and stops it when it is told to: requests that are being
 * answered are answered first.
 *
 *     PORT=4300 npm run example
 */
import { configurationFor } from 'prefect-orm/orm-config';
import { buildService } from './service.ts';

const service = buildService(configurationFor(), { logger: { level: process.env['LOG_LEVEL'] ?? 'info' } });
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void service.close());
}
try {
  await service.listen({ host: process.env['HOST'] ?? '127.0.0.1', port: Number(process.env['PORT'] ?? 4300) });
} catch (error) {
  console.error((error as Error).message);
  await service.close();
  process.exitCode = 1;
}
