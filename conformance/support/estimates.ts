import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DurationType, type Run, zeroDuration } from '../../src/domain/index.ts';
import type { Dialect } from '../../test/support/databases/index.ts';
import type { ComparisonRules } from './compare.ts';
import { failureOf, nameOfError } from './errors.ts';
import type { Observation, Suite } from './suite.ts';
import { encodeValue } from './values.ts';
import { expectedOn, type VectorCase } from './vectors.ts';
import type { World } from './world.ts';

interface Input {
  readonly run_table: string;
  readonly run_id: string;
}

type Estimate = 'estimatedRunTime' | 'estimatedStartTimeDelta';

/** The reference's clock and arithmetic on SQLite have milliseconds; here only the clock has. */
const sqliteTolerance = 1000;

/** The cases of a value that exists twice: in the instance and as SQL. */
export function estimateSuite(file: string, property: Estimate): Suite {
  return {
    file,

    async run(vector, world): Promise<Observation> {
      const positive = await isPositive(world, vector, property);
      return {
        fields: {
          ...(await ofInstance(world, vector, property)),
          sql_us: await selected(world, vector, property),
          sql_is_positive: positive,
        },
        rules: rulesFor(world.database.dialect),
        ...flipped(vector, world.database.dialect, positive),
      };
    },
  };
}

async function ofInstance(world: World, vector: VectorCase, property: Estimate): Promise<Record<string, unknown>> {
  const { run_table: table, run_id: id } = inputOf(vector);
  const run = (await world.em().findOneOrFail(world.tables.of(table).class, { id })) as Run;
  const seen: { instance_us: unknown } = { instance_us: null };
  const error = await failureOf(async () => {
    seen.instance_us = encodeValue(run[property]);
  });
  const refused = error !== undefined && nameOfError(error) === 'refused by the package';
  return { ...seen, instance_error: refused ? (vector.expected['instance_error'] ?? 'an error') : null };
}

async function selected(world: World, vector: VectorCase, property: Estimate): Promise<unknown> {
  const { run_table: table, run_id: id } = inputOf(vector);
  const meta = world.tables.of(table);
  const em = world.em() as SqlEntityManager;
  const query = em
    .createQueryBuilder(meta.class as EntityClass<Run>, 'run')
    .select(property)
    .where({ id });
  const row: Partial<Record<Estimate, unknown>> = await query.execute('get');
  // the query builder gives values as they are stored
  return encodeValue(new DurationType().convertToJSValue(row[property] as string | null, em.getPlatform()));
}

async function isPositive(world: World, vector: VectorCase, property: Estimate): Promise<boolean> {
  const { run_table: table, run_id: id } = inputOf(vector);
  return (await world.em().count(world.tables.of(table).class, { id, [property]: { $gt: zeroDuration } })) === 1;
}

function inputOf(vector: VectorCase): Input {
  return vector.input as unknown as Input;
}

function rulesFor(dialect: Dialect): ComparisonRules {
  return dialect === 'sqlite' ? { tolerance: (path) => (path === 'sql_us' ? sqliteTolerance : undefined) } : {};
}

/** Where the reference rounds a value to zero that is not, or away from it. */
function flipped(vector: VectorCase, dialect: Dialect, positive: boolean): Pick<Observation, 'byRule'> {
  const { instance_us: exact, sql_is_positive: expected } = expectedOn(vector, dialect);
  const near = typeof exact === 'number' && Math.abs(exact) <= sqliteTolerance;
  return dialect === 'sqlite' && near && expected !== positive
    ? { byRule: { rule: 'within a millisecond of zero on SQLite', fields: ['sql_is_positive'] } }
    : {};
}
