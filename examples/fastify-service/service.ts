import { type FastifyInstance, type FastifyServerOptions, fastify } from 'fastify';
import { type BaseORMConfiguration, closeOrm, ormFor } from 'prefect-orm/orm-config';
import { closeConnections } from './closing.ts';
import { answerErrors } from './errors.ts';
import { speakJson } from './json.ts';
import { useRequestScope } from './request-scope.ts';
import { countRoutes } from './routes/counts.ts';
import { flowRunRoutes } from './routes/flow-runs.ts';

/** A service about the flow runs of one database. It is ready once the database has been looked at, and closes the database with itself. */
export function buildService(configuration: BaseORMConfiguration, options: FastifyServerOptions = {}): FastifyInstance {
  const service = fastify(options);
  speakJson(service);
  answerErrors(service);
  closeConnections(service);
  useRequestScope(service, configuration);
  service.addHook('onReady', async () => void (await ormFor(configuration)));
  service.addHook('onClose', () => closeOrm(configuration));
  service.register(flowRunRoutes, { prefix: '/flow_runs' });
  service.register(countRoutes, { prefix: '/counts', configuration });
  return service;
}
