import { isDeepStrictEqual } from 'node:util';
import { type EntityManager, helper } from '@mikro-orm/core';
import { configurationFor, openOrm } from '../../test/support/orm.ts';
import { StatementRecorder } from '../../test/support/statements.ts';
import type { DatabaseDigest } from '../../src/services/digest/index.ts';
import { digestOf, unmapped } from './digest.ts';
import { loadAll, mappedClasses } from './load.ts';
import { digestFile, type Target } from './scratch.ts';

/** What was found out about one table. */
export interface TableReport {
  readonly className: string;
  readonly table: string;
  readonly rows: number;
  readonly entities: number;
  readonly statements: number;
}

export interface Report {
  readonly tables: readonly TableReport[];
  /** What the flush after loading sent. */
  readonly sent: readonly string[];
  /** How many UPDATE statements wrote all rows back; undefined when that was not asked for. */
  readonly rewrites?: number;
  /** What is wrong, a sentence each. */
  readonly faults: readonly string[];
}

/** Loads all of a database as entities and flushes; with `rewrite` every row is written back through the entities, too. */
export async function checkDatabase(target: Target, { rewrite }: { rewrite: boolean }): Promise<Report> {
  const before = await digestOf(target.url);
  const recorder = new StatementRecorder();
  const orm = await openOrm(configurationFor(target.url, { readOnly: !target.scratch }), recorder);
  try {
    const em = orm.em.fork();
    const tables = await loadTables(em, recorder, before);
    const sent = await recorder.during(() => em.flush());
    const afterFlush = changedTables(before, await digestOf(target.url));
    const faults = [
      ...digestFaults(before, target.expected),
      ...countFaults(tables, before),
      ...sent.map((sql) => `the flush sent: ${sql}`),
      ...afterFlush.map((table) => `the flush changed ${table}`),
    ];
    if (!rewrite) {
      return { tables, sent, faults };
    }
    const rewrites = await rewriteAll(em, recorder);
    const changed = changedTables(before, await digestOf(target.url));
    return {
      tables,
      sent,
      rewrites,
      faults: [...faults, ...changed.map((table) => `writing all rows back changed ${table}`)],
    };
  } finally {
    await orm.close();
  }
}

async function loadTables(
  em: EntityManager,
  recorder: StatementRecorder,
  stored: DatabaseDigest,
): Promise<TableReport[]> {
  const reports: TableReport[] = [];
  for (const meta of mappedClasses(em)) {
    let entities = 0;
    const statements = await recorder.during(async () => {
      entities = (await loadAll(em, meta)).length;
    });
    reports.push({
      className: meta.className,
      table: meta.tableName,
      rows: stored.tables[meta.tableName]?.rows ?? 0,
      entities,
      statements: statements.length,
    });
  }
  return reports;
}

/** How the digests differ from those that were recorded of the database. */
function digestFaults({ tables }: DatabaseDigest, expected: DatabaseDigest['tables'] | undefined): string[] {
  if (!expected) {
    return [];
  }
  return [...new Set([...Object.keys(tables), ...Object.keys(expected)])]
    .filter((table) => !isDeepStrictEqual(tables[table], expected[table]))
    .map((table) => `the digest of ${table} is not the one in ${digestFile}`);
}

function countFaults(tables: readonly TableReport[], { tables: stored }: DatabaseDigest): string[] {
  const known = new Set(tables.map(({ table }) => table));
  return [
    ...tables
      .filter(({ rows, entities }) => rows !== entities)
      .map((each) => `${each.table} has ${each.rows} rows, but ${each.entities} entities were loaded`),
    ...tables
      .filter(({ statements }) => statements === 0)
      .map(({ table }) => `no statement was recorded while ${table} was loaded`),
    ...[...known].filter((table) => !stored[table]).map((table) => `there is no table ${table}`),
    ...Object.keys(stored)
      .filter((table) => !known.has(table) && !unmapped.has(table))
      .map((table) => `no class is mapped to ${table}`),
  ];
}

function changedTables(before: DatabaseDigest, after: DatabaseDigest): string[] {
  return [...new Set([...Object.keys(before.tables), ...Object.keys(after.tables)])].filter(
    (table) => before.tables[table]?.raw !== after.tables[table]?.raw,
  );
}

/** Makes the unit of work forget what it has loaded but the keys, so that it takes every other column of every row as changed. */
async function rewriteAll(em: EntityManager, recorder: StatementRecorder): Promise<number> {
  for (const entity of em.getUnitOfWork().getIdentityMap().values()) {
    const { id } = helper(entity).__originalEntityData as { id: string };
    helper(entity).__originalEntityData = { id } as never;
  }
  const sent = await recorder.during(() => em.flush());
  return sent.filter((sql) => /^update\b/i.test(sql)).length;
}
