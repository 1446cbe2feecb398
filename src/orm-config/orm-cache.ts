import { type EntityManager, type MikroORM, RequestContext } from '@mikro-orm/core';
import type { BaseORMConfiguration } from './base-orm-configuration.ts';

/** The ORMs of this process that are open or starting, by the `uniqueKey` of their configurations. */
const orms = new Map<string, Promise<MikroORM>>();

/** What is being closed, and is no longer among the others. */
const closings = new Set<Promise<void>>();

/**
 * The ORM of this process for a configuration: started at the first call, and the same for every equal configuration until it is closed.
 *
 * Concurrent calls share one start. A start that fails is forgotten, so the next call tries again. The connections stay open, and keep
 * the process alive, until {@link closeOrm} or {@link closeAllOrms}; closing the ORM itself comes to the same.
 *
 * @throws what `configuration.init()` throws where the database cannot be used
 */
export function ormFor(configuration: BaseORMConfiguration): Promise<MikroORM> {
  const key = configuration.uniqueKey;
  return orms.get(key) ?? start(key, configuration);
}

/** A unit of work of one's own on the database of a configuration: a fork of the cached ORM's EntityManager. */
export async function forkFor(configuration: BaseORMConfiguration): Promise<EntityManager> {
  const { em } = await ormFor(configuration);
  return em.fork();
}

/**
 * Runs `work` with a unit of work of its own, as one request to a service does.
 *
 * Until `work` has ended, `(await ormFor(configuration)).em` stands for that unit of work wherever it is used, so code further down
 * need not be handed the EntityManager. Each scope has its own, one within another too; a scope on another database hides the outer one.
 *
 * @returns what `work` returns. Nothing is flushed or rolled back here
 */
export async function inRequestScope<Result>(
  configuration: BaseORMConfiguration,
  work: (em: EntityManager) => Result | Promise<Result>,
): Promise<Result> {
  const orm = await ormFor(configuration);
  return RequestContext.create(orm.em, async () => work(RequestContext.getEntityManager(orm.em.name) ?? orm.em));
}

/**
 * Closes the cached ORM of a configuration with all of its connections; the next call of {@link ormFor} starts a new one. An ORM that is
 * still starting is waited for. Does nothing where there is none.
 */
export async function closeOrm(configuration: BaseORMConfiguration): Promise<void> {
  await close(configuration.uniqueKey);
}

/**
 * Closes every cached ORM, and waits for those that are being closed already: the last thing a program does.
 *
 * @throws AggregateError where some could not be closed; the others are
 */
export async function closeAllOrms(): Promise<void> {
  for (const key of orms.keys()) {
    void close(key).catch(() => {});
  }
  const outcomes = await Promise.allSettled(closings);
  const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  if (reasons.length > 0) {
    throw new AggregateError(reasons, 'Some databases could not be closed.');
  }
}

function start(key: string, configuration: BaseORMConfiguration): Promise<MikroORM> {
  // a name of its own: inside the scope of another database, this ORM must not take that one's unit of work for its own
  const starting = configuration.init({ contextName: key }).then((orm) => {
    const closeConnections = orm.close.bind(orm);
    orm.close = async (force) => {
      forget(key, starting);
      await closeConnections(force);
    };
    return orm;
  });
  orms.set(key, starting);
  starting.catch(() => forget(key, starting));
  return starting;
}

function forget(key: string, orm: Promise<MikroORM>): void {
  if (orms.get(key) === orm) {
    orms.delete(key);
  }
}

async function close(key: string): Promise<void> {
  const orm = orms.get(key);
  if (orm === undefined) {
    return;
  }
  orms.delete(key);
  const closing = closeStarted(orm);
  closings.add(closing);
  try {
    await closing;
  } finally {
    closings.delete(closing);
  }
}

async function closeStarted(starting: Promise<MikroORM>): Promise<void> {
  // who asked for it is told of a start that failed, and nothing is open then
  const orm = await starting.catch(() => undefined);
  await orm?.close(true);
}
