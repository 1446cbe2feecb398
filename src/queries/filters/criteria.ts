import * as z from 'zod';
import { type StateType, stateTypes } from '../../domain/index.ts';
import { dateTime, flag, integer, text, uuid } from '../../domain/types/documents/fields.ts';
import { fixedText } from '../../domain/types/instant-text.ts';
import { sql, type Statement } from '../statement.ts';
import type { Part } from './part.ts';
import type { Row } from './row.ts';

/** What a criterion looks at: a column, or something made of columns. */
export type Operand = (row: Row) => Statement;

export function column(name: string): Operand {
  return (row) => row.column(name);
}

/** Python reads a moment without a zone as one in UTC. */
const moment = dateTime.transform((iso, context) => {
  const instant = Temporal.Instant.from(iso);
  if (fixedText(instant) === undefined) {
    context.issues.push({ code: 'custom', message: 'must lie in the years 1 to 9999', input: iso });
    return z.NEVER;
  }
  return instant;
});

/** A moment: an instant, or ISO 8601 text, which is in UTC where it names no zone. */
export type Moment = Temporal.Instant | string;

const stateType = z.enum(stateTypes, { error: `must be one of ${stateTypes.join(', ')}` });

export const texts = listOf<string>(text);
export const uuids = listOf<string>(uuid);
export const types = listOf<StateType>(stateType);

function listOf<Member>(member: z.ZodType<Member>): z.ZodType<Member[]> {
  return z.array(member, { error: 'must be a list' });
}

/** A whole number that every database and JSON can say exactly. */
export const wholeNumber: z.ZodType<number> = integer
  .refine((value) => Number.isSafeInteger(Number(value)), 'must be a whole number below 2^53')
  .transform(Number);

/** The operand is one of these, as few rows' are; of none it never is. */
export function anyOf<Member>(operand: Operand, members: z.ZodType<Member[]>): Part<readonly Member[], Member[]> {
  return rare(isAmong(operand, members));
}

/** The operand is one of these types of states, as many rows' may be; of none it never is. */
export function anyTypeOf(operand: Operand): Part<readonly StateType[], StateType[]> {
  return isAmong(operand, types);
}

function isAmong<Member>(operand: Operand, members: z.ZodType<Member[]>): Part<readonly Member[], Member[]> {
  return {
    schema: members,
    conditions: (wanted, row) => [wanted.length === 0 ? sql`false` : sql`${operand(row)} in (${wanted})`],
  };
}

/** The operand is none of these, and not null; an empty list asks for nothing. */
export function noneOf<Member>(operand: Operand, members: z.ZodType<Member[]>): Part<readonly Member[], Member[]> {
  return {
    schema: members,
    conditions: (unwanted, row) => (unwanted.length === 0 ? [] : [sql`${operand(row)} not in (${unwanted})`]),
  };
}

/**
 * The operand holds this text, whatever the case of its ASCII letters; an empty text asks for nothing. As in the reference `%` and `_` stand for
 * any signs and any sign, and a lone backslash is itself on SQLite only.
 */
export function like(operand: Operand): Part<string, string> {
  return {
    schema: text,
    conditions: (part, row) => (part === '' ? [] : [row.dialect.matches(operand(row), `%${part}%`)]),
  };
}

export function isNull(operand: Operand): Part<boolean, boolean> {
  return truth((row, wanted) => (wanted ? sql`${operand(row)} is null` : sql`${operand(row)} is not null`));
}

export function isNotNull(operand: Operand): Part<boolean, boolean> {
  return truth((row, wanted) => (wanted ? sql`${operand(row)} is not null` : sql`${operand(row)} is null`));
}

export function isTrue(operand: Operand): Part<boolean, boolean> {
  return truth((row, wanted) => (wanted ? sql`${operand(row)} is true` : sql`${operand(row)} is false`));
}

/** A criterion that is met by some rows if true, and by the others if false. */
export function truth(condition: (row: Row, wanted: boolean) => Statement): Part<boolean, boolean> {
  return { schema: flag, conditions: (wanted, row) => [condition(row, wanted)] };
}

/** At the moment or before it. */
export function before(operand: Operand): Part<Moment, Temporal.Instant> {
  return { schema: moment, conditions: (end, row) => [sql`${operand(row)} <= ${row.stored(end)}`] };
}

/** At the moment or after it. */
export function after(operand: Operand): Part<Moment, Temporal.Instant> {
  return { schema: moment, conditions: (start, row) => [sql`${operand(row)} >= ${row.stored(start)}`] };
}

/** A part that few rows meet. */
export function rare<Written, Read>({ schema, conditions }: Part<Written, Read>): Part<Written, Read> {
  return { schema, conditions: (read, row) => conditions(read, row).map((condition) => row.dialect.rarely(condition)) };
}

/** The list in the operand holds all of these; no text asks for nothing. */
export function holdsAll(operand: Operand): Part<readonly string[], string[]> {
  return {
    schema: texts,
    conditions: (members, row) => (members.length === 0 ? [] : [row.dialect.holdsAll(operand(row), members)]),
  };
}

/** The list in the operand holds one of these; of none it never does. */
export function holdsOne(operand: Operand): Part<readonly string[], string[]> {
  return {
    schema: texts,
    conditions: (members, row) => [members.length === 0 ? sql`false` : row.dialect.holdsOne(operand(row), members)],
  };
}

export function isEmptyList(operand: Operand): Part<boolean, boolean> {
  return truth((row, isEmpty) => (isEmpty ? sql`${operand(row)} = '[]'` : sql`${operand(row)} <> '[]'`));
}

/** A criterion that the reference reads and does not heed. */
export function unheeded<Written>({ schema }: Part<Written>): Part<Written> {
  return { schema, conditions: () => [] };
}
