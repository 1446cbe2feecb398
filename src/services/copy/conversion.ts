import { type EntityProperty, JsonType, type Type } from '@mikro-orm/core';
import { DurationType, EnumStringType, InstantType, InvalidValueError, UuidType } from '../../domain/index.ts';
import { documentToPostgresql, documentToSqlite } from './documents.ts';
import { assertText, plainToPostgresql, plainToSqlite } from './plain-values.ts';
import type { Side } from './side.ts';
import type { CopiedColumn } from './tables.ts';
import { Unrepresentable } from './unrepresentable.ts';

/**
 * Turns what the driver of the source hands out into what is bound for the target.
 *
 * @throws {@link Unrepresentable} where the target cannot hold it, or would change it
 */
export type Conversion = (stored: unknown) => unknown;

/** What stands for no time at all. */
const noTime = '1970-01-01 00:00:00.000000';

/** Digits that the other database would cut. */
const finerThanMicroseconds = /\.\d{6}\d*[1-9]/;

/** Parts of an interval that have no fixed length. */
const calendarParts = /year|mon/;

/** Whether a value is the one known fault of the reference: the integer 0, where a duration is stored as text, which it cannot read. */
export function isFaultyZero({ property }: CopiedColumn, stored: unknown): boolean {
  return stored === 0 && property.customType instanceof DurationType;
}

/** The row without the known fault of the reference; the same row where it has none. */
export function repaired<Row extends Readonly<Record<string, unknown>>>(
  durations: readonly CopiedColumn[],
  row: Row,
): Row {
  const faulty = durations.filter((column) => isFaultyZero(column, row[column.name]));
  return faulty.length === 0 ? row : { ...row, ...Object.fromEntries(faulty.map(({ name }) => [name, noTime])) };
}

/** How the values of a column go from one database to the other: as they are between two of a kind, else through the model. */
export function conversionOf(from: CopiedColumn, to: CopiedColumn, source: Side, target: Side): Conversion {
  if (source.storesLike(target)) {
    return (stored) => stored;
  }
  const convert = conversionBetween(from.property, to.property, source, target);
  return (stored) => (stored === null ? null : convert(stored));
}

function conversionBetween(from: EntityProperty, to: EntityProperty, source: Side, target: Side): Conversion {
  const { customType } = from;
  const toPostgresql = target.dialect.hasTypes;
  if (customType instanceof JsonType) {
    return toPostgresql ? documentToPostgresql(to.columnTypes[0]!) : documentToSqlite(from.columnTypes[0]!);
  }
  if (customType === undefined || !isOurs(customType)) {
    return toPostgresql ? plainToPostgresql(to.columnTypes[0]!) : plainToSqlite;
  }
  const check = checkOf(customType, toPostgresql);
  return (stored) =>
    explained(() =>
      customType.convertToDatabaseValue(customType.convertToJSValue(check(stored), source.platform), target.platform),
    );
}

/** Of MikroORM's own types some stand for plain values. */
function isOurs(customType: Type<unknown>): boolean {
  return [InstantType, DurationType, UuidType, EnumStringType].some((type) => customType instanceof type);
}

/** What the model would take, but not write again as it was. */
function checkOf(customType: unknown, toPostgresql: boolean): Conversion {
  if (customType instanceof InstantType) {
    return (stored) => refusing(assertText(stored), finerThanMicroseconds, 'a time finer than a microsecond');
  }
  if (customType instanceof DurationType) {
    return (stored) =>
      refusing(
        refusing(assertText(stored), finerThanMicroseconds, 'a duration finer than a microsecond'),
        calendarParts,
        'a duration with months or years, whose length is not known',
      );
  }
  if (customType instanceof EnumStringType && toPostgresql) {
    const members: readonly string[] = customType.members;
    return (stored) => {
      if (!members.includes(assertText(stored))) {
        throw new Unrepresentable(`a word that is not in ${customType.nativeName}`);
      }
      return stored;
    };
  }
  return customType instanceof UuidType ? assertText : (stored) => stored;
}

function refusing(text: string, pattern: RegExp, reason: string): string {
  if (pattern.test(text)) {
    throw new Unrepresentable(reason);
  }
  return text;
}

/** Runs `convert`; what the model refuses is what the target cannot hold. */
function explained(convert: () => unknown): unknown {
  try {
    return convert();
  } catch (error) {
    if (error instanceof InvalidValueError || error instanceof RangeError) {
      throw new Unrepresentable(error.message, { cause: error });
    }
    throw error;
  }
}
