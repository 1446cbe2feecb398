import { Unrepresentable } from './unrepresentable.ts';

type Check = (stored: unknown) => unknown;

/** What PostgreSQL takes for a column without a value type of the model, by its type there. SQLite may hold anything in any column. */
const checks: Readonly<Record<string, Check>> = {
  varchar: assertText,
  text: assertText,
  smallint: (stored) => integer(stored, 15n),
  integer: (stored) => integer(stored, 31n),
  'double precision': float,
  boolean: truth,
};

/** How a plain value of SQLite goes into a column of PostgreSQL. */
export function plainToPostgresql(columnType: string): Check {
  const check = checks[columnType];
  if (!check) {
    throw new Error(`Nothing is known of columns of the type ${columnType}`);
  }
  return check;
}

/** How a plain value of PostgreSQL goes into SQLite: as it is, but for what SQLite takes for NULL. */
export function plainToSqlite(stored: unknown): unknown {
  if (Number.isNaN(stored)) {
    throw new Unrepresentable('NaN, which is NULL to SQLite');
  }
  return stored;
}

/** @throws {@link Unrepresentable} for what is no text that PostgreSQL can hold */
export function assertText(stored: unknown): string {
  if (typeof stored !== 'string') {
    throw new Unrepresentable(`${kindOf(stored)} in place of text`);
  }
  if (stored.includes('\0')) {
    throw new Unrepresentable('a NUL character');
  }
  if (!stored.isWellFormed()) {
    throw new Unrepresentable('half of a surrogate pair');
  }
  return stored;
}

function integer(stored: unknown, bits: bigint): unknown {
  if (typeof stored !== 'bigint' && !Number.isInteger(stored)) {
    throw new Unrepresentable(`${kindOf(stored)} in place of an integer`);
  }
  const value = BigInt(stored as number | bigint);
  if (value >= 2n ** bits || value < -(2n ** bits)) {
    throw new Unrepresentable(`an integer out of range, which is ${-(2n ** bits)} to ${2n ** bits - 1n}`);
  }
  return stored;
}

function float(stored: unknown): unknown {
  if (typeof stored !== 'number' && typeof stored !== 'bigint') {
    throw new Unrepresentable(`${kindOf(stored)} in place of a number`);
  }
  return stored;
}

function truth(stored: unknown): boolean {
  if (stored !== 0 && stored !== 1) {
    throw new Unrepresentable(`${kindOf(stored)} in place of true or false`);
  }
  return stored === 1;
}

function kindOf(stored: unknown): string {
  switch (typeof stored) {
    case 'string':
      return 'text';
    case 'number':
    case 'bigint':
      return 'a number';
    default:
      return 'bytes';
  }
}
