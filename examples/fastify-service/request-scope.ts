import type { EntityManager } from '@mikro-orm/core';
import type { FastifyInstance } from 'fastify';
import { type BaseORMConfiguration, forkFor } from 'prefect-orm/orm-config';

declare module 'fastify' {
  interface FastifyRequest {
    /** The unit of work of this request, which no other request sees. */
    em: EntityManager;
  }
}

/** Gives each request a fork of the one EntityManager of the process. */
export function useRequestScope(service: FastifyInstance, configuration: BaseORMConfiguration): void {
  service.decorateRequest('em');
  service.addHook('onRequest', async (request) => {
    request.em = await forkFor(configuration);
  });
}
