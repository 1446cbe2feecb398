import { setTimeout as wait } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import type { FastifyInstance } from 'fastify';
import { dumpJson, FlowRun, type JsonObject, runsByState } from 'prefect-orm';
import { type BaseORMConfiguration, forkFor } from 'prefect-orm/orm-config';

interface Options {
  readonly configuration: BaseORMConfiguration;
}

const millisecondsBetweenLooks = 500;

/** How many flow runs are in which type of state: once, and for as long as somebody listens. */
export async function countRoutes(service: FastifyInstance, { configuration }: Options): Promise<void> {
  const closing = new AbortController();
  // or the streams would keep the service open
  service.addHook('preClose', async () => closing.abort());

  service.get('/', async ({ em }) => countsOf(em));

  service.get('/live', async ({ log }, reply) => {
    reply.hijack();
    const { raw: stream } = reply;
    const gone = new AbortController();
    stream.on('close', () => gone.abort());
    stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'close' });
    try {
      // a unit of work for each look: one that lived as long as the stream would show the runs as they were
      for await (const counts of changes(
        async () => countsOf(await forkFor(configuration)),
        closing.signal,
        gone.signal,
      )) {
        stream.write(`event: counts\ndata: ${counts}\n\n`);
      }
    } catch (error) {
      log.error(error);
    }
    stream.end();
  });
}

async function countsOf(em: EntityManager): Promise<JsonObject> {
  const counts = await runsByState(em, FlowRun);
  return Object.fromEntries([...counts].map(([type, count]) => [type ?? 'NONE', count]));
}

/** What is seen at first, and then whenever it is something else, until one of the signals. */
async function* changes(look: () => Promise<JsonObject>, ...signals: AbortSignal[]): AsyncGenerator<string> {
  const until = AbortSignal.any(signals);
  let last: string | undefined;
  while (!until.aborted) {
    const seen = dumpJson(await look());
    if (seen !== last) {
      yield seen;
    }
    last = seen;
    await wait(millisecondsBetweenLooks, undefined, { signal: until }).catch(() => {});
  }
}
