import type { MikroORM } from '@mikro-orm/core';
import type { AbstractSqlConnection } from '@mikro-orm/sql';
import { PrefectOrmError } from '../domain/shared/errors.ts';
import { type Alteration, alterationsOf } from './alterations.ts';
import { type DatabaseState, databaseState } from './database-state.ts';
import { type MigrationDialect, migrationDialectOf } from './dialects/index.ts';
import { assertUnaltered, isEmpty, planFor } from './guard.ts';
import { revisions, supportedRevision } from './revisions.ts';

/** What a migration would find in a database. */
export interface MigrationStatus {
  /**
   * - `empty`: nothing is there, a migration makes everything
   * - `adoptable`: Prefect has made it, a migration takes note of that and changes nothing else
   * - `current`: there is nothing to do
   * - `pending`: migrations of ours are still to be run
   * - `refused`: a migration would refuse, with `refusal`
   */
  readonly condition: 'empty' | 'adoptable' | 'current' | 'pending' | 'refused';
  /** What `alembic_version` holds; null when there is no such table. */
  readonly found: readonly string[] | null;
  /** What it holds at the supported revision. */
  readonly supported: string;
  /** The migrations that are noted as run, oldest first. */
  readonly executed: readonly string[];
  /** The migrations that a migration would run. */
  readonly pending: readonly string[];
  /** Whether Prefect has made the database. */
  readonly madeByPrefect: boolean;
  /** How its tables differ from what Prefect makes, the harmful differences first. */
  readonly alterations: readonly Alteration[];
  /** Why a migration would refuse. */
  readonly refusal: PrefectOrmError | null;
}

/** Looks at a database as a migration would; writes nothing. */
export async function migrationStatus(orm: MikroORM): Promise<MigrationStatus> {
  const dialect = migrationDialectOf(orm.driver.getPlatform());
  const state = await databaseState(orm.driver.getConnection() as AbstractSqlConnection, dialect);
  const supported = supportedRevision.alembicHeads[dialect.name];
  const isAtSupported = state.alembicHeads?.length === 1 && state.alembicHeads[0] === supported;
  const alterations = isAtSupported ? await alterationsOf(orm.config) : [];
  const refusal = refusalOf(state, dialect, alterations);
  const pending = refusal ? [] : pendingIn(state, isAtSupported);
  return {
    condition: refusal ? 'refused' : conditionOf(state, pending),
    found: state.alembicHeads,
    supported,
    executed: state.executed,
    pending,
    madeByPrefect: state.adopted || (state.alembicHeads !== null && state.executed.length === 0),
    alterations,
    refusal,
  };
}

function refusalOf(
  state: DatabaseState,
  dialect: MigrationDialect,
  alterations: readonly Alteration[],
): PrefectOrmError | null {
  try {
    planFor(state, dialect);
    assertUnaltered(alterations);
    return null;
  } catch (error) {
    if (error instanceof PrefectOrmError) {
      return error;
    }
    throw error;
  }
}

/** What Prefect has brought to the supported revision needs no migration of ours. */
function pendingIn(state: DatabaseState, isAtSupported: boolean): string[] {
  if (state.executed.length === 0 && isAtSupported) {
    return [];
  }
  return revisions.map(({ migration }) => migration).filter((name) => !state.executed.includes(name));
}

function conditionOf(state: DatabaseState, pending: readonly string[]): MigrationStatus['condition'] {
  if (isEmpty(state)) {
    return 'empty';
  }
  if (pending.length > 0) {
    return 'pending';
  }
  return state.executed.length === 0 ? 'adoptable' : 'current';
}
