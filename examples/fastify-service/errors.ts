import { LockWaitTimeoutException, UniqueConstraintViolationException } from '@mikro-orm/core';
import type { FastifyError, FastifyInstance } from 'fastify';
import { type JsonObject, PrefectOrmError } from 'prefect-orm';

/** The answers to errors of the package, by code. What is not listed is a fault of the service. */
const statusByCode: Readonly<Record<string, number>> = {
  INVALID_ARGUMENT: 422,
  INVALID_CURSOR: 422,
  INVALID_FILTER: 422,
  INVALID_JSON: 400,
  INVALID_VALUE: 422,
  FLOW_RUN_NOT_FOUND: 404,
  FLOW_RUN_GRAPH_TOO_LARGE: 422,
  INCOMPLETE_RUN: 409,
  CONNECTION_POOL_TIMEOUT: 503,
  SERVER_UNREACHABLE: 503,
};

/** Answers every error with `{ error: { code, message, path? } }`. What went wrong within stays in the log. */
export function answerErrors(service: FastifyInstance): void {
  service.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const status = statusOf(error);
    if (status >= 500) {
      request.log.error(error);
    }
    return reply.code(status).send({ error: status === 500 ? hidden : described(error) });
  });
  service.setNotFoundHandler(async (request, reply) =>
    reply
      .code(404)
      .send({ error: { code: 'NO_SUCH_ROUTE', message: `There is nothing at ${request.method} ${request.url}.` } }),
  );
}

const hidden: JsonObject = { code: 'INTERNAL', message: 'Something went wrong in the service; its log says what.' };

function statusOf(error: FastifyError): number {
  if (error instanceof PrefectOrmError) {
    return statusByCode[error.code] ?? 500;
  }
  if (error instanceof UniqueConstraintViolationException) {
    return 409;
  }
  return error instanceof LockWaitTimeoutException ? 503 : (error.statusCode ?? 500);
}

function described(error: FastifyError): JsonObject {
  const { path, parameter } = error as { path?: unknown; parameter?: unknown };
  const place = path ?? parameter;
  return {
    code: error.code ?? 'ERROR',
    message: error.message,
    ...(typeof place === 'string' && { path: place }),
  };
}
