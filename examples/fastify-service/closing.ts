import type { FastifyInstance } from 'fastify';

/** Lets the connections go with the answers that are still given while the service closes: clients keep them open, and it would wait. */
export function closeConnections(service: FastifyInstance): void {
  let isClosing = false;
  service.addHook('preClose', async () => {
    isClosing = true;
  });
  service.addHook('onSend', async (_request, reply) => {
    if (isClosing) {
      reply.header('connection', 'close');
    }
  });
}
