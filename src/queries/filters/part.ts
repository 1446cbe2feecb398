import * as z from 'zod';
import { allOf, oneOf, type Statement } from '../statement.ts';
import type { Row } from './row.ts';

/** A part of a filter document: how it is read, and what it asks of a row. `Written` is what a program writes. */
export interface Part<Written, Read = unknown> {
  readonly schema: z.ZodType<Read>;
  /** The conditions that the part sets; none where it asks for nothing. */
  conditions(read: Read, row: Row): readonly Statement[];
  /** Never there at run time: it tells the compiler what a program writes. */
  readonly written?: Written;
}

export type Parts = Readonly<Record<string, Part<unknown>>>;

/** What a program writes for some parts: each may be left out, or null. */
export type Given<P> = P extends Part<infer Value> ? Value : never;
export type GivenParts<P extends Parts> = { readonly [Key in keyof P]?: Given<P[Key]> | null | undefined };

/** How the criteria of one level are taken together; by all of them if left out. */
export interface Operated {
  readonly operator?: 'and_' | 'or_' | undefined;
}

export type ReadParts = Readonly<Record<string, unknown>>;

export const operator = z.enum(['and_', 'or_']).default('and_');

/** A document of parts, all of which must be met. One that asks for nothing is met by every row. */
export function document<P extends Parts>(parts: P): Part<GivenParts<P>> {
  return partOf(schemaOf(parts), (read, row) => [allOf(conditionsOf(parts, read, row))]);
}

/** A document of parts and an `operator`: with `or_` one part that is met is enough. */
export function operated<P extends Parts>(parts: P): Part<GivenParts<P> & Operated> {
  const schema = schemaOf(parts).extend({ operator });
  return partOf(schema, (read, row) => {
    const conditions = conditionsOf(parts, read, row);
    return [read['operator'] === 'or_' && conditions.length > 0 ? oneOf(conditions) : allOf(conditions)];
  });
}

/** What the given ones among parts ask for. */
export function conditionsOf(parts: Parts, read: ReadParts, row: Row): Statement[] {
  return Object.entries(parts).flatMap(([key, part]) => {
    const value = read[key];
    return value === undefined || value === null ? [] : part.conditions(value, row);
  });
}

/** An object with these keys and no others, each of which may be null or missing. */
function schemaOf(parts: Parts) {
  return z.strictObject(Object.fromEntries(Object.entries(parts).map(([key, { schema }]) => [key, schema.nullish()])));
}

function partOf<Written>(
  schema: z.ZodType,
  conditions: (read: ReadParts, row: Row) => readonly Statement[],
): Part<Written> {
  return { schema, conditions: (read, row) => conditions(read as ReadParts, row) };
}
