import type { FastifyInstance } from 'fastify';
import { dumpJson, parseJson } from 'prefect-orm';

/** Reads and writes JSON as the database does, so that integers beyond 2^53 stay what they are. */
export function speakJson(service: FastifyInstance): void {
  service.addContentTypeParser('application/json', { parseAs: 'string' }, async (_request: unknown, body: string) => {
    try {
      return parseJson(body);
    } catch (error) {
      throw Object.assign(error as Error, { statusCode: 400 });
    }
  });
  service.setReplySerializer((payload) => dumpJson(payload));
}
