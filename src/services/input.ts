import type { Platform, Type } from '@mikro-orm/core';
import * as z from 'zod';
import {
  type DocumentType,
  InstantType,
  InvalidValueError,
  type JsonObject,
  JsonbType,
  type JsonValue,
  sqliteStorage,
  StateTypeType,
  type StateType,
  UuidType,
} from '../domain/index.ts';
import { normalUuid } from '../domain/types/uuid-type.ts';
import { InvalidArgumentError } from '../queries/errors.ts';

/** An input, or each of a list of them, without the keys that are there but undefined. */
export type Given<Input> = Input extends readonly (infer Item)[]
  ? Given<Item>[]
  : { [Key in keyof Input]: Exclude<Input[Key], undefined> };

/**
 * The input of a service, once it is known to be what the schema says. The schemas are made of the fields below, which spell ids as they are
 * stored and complete documents. What is undefined counts as left out.
 *
 * @param parameter what the service calls its input
 * @throws {@link InvalidArgumentError} with the path of what makes no sense, such as `deployment.schedules[0].slug`
 */
export function checked<Input>(parameter: string, schema: z.ZodType<Input>, input: unknown): Given<Input> {
  const { success, error, data } = schema.safeParse(input);
  if (success) {
    return given(data);
  }
  const [issue] = error.issues as [z.core.$ZodIssue];
  if (issue.code === 'unrecognized_keys') {
    throw new InvalidArgumentError(pathOf(parameter, [...issue.path, issue.keys[0]!]), 'is not known. Leave it out.');
  }
  throw new InvalidArgumentError(pathOf(parameter, issue.path), issue.message);
}

/** An object with these keys and no others. */
export function inputOf<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: ({ code }) => (code === 'invalid_type' ? 'is not an object.' : undefined) });
}

// what a type can store depends on the database in nothing that is checked here
const anywhere = { storage: sqliteStorage } as unknown as Platform;

/** What a value type can store; null too, where it can. */
export function storable<Value>(type: Type<unknown, unknown>): z.ZodType<Value, Value> {
  return required(type, 'is missing.', (value) => value !== undefined);
}

/** A JSON document that a value type can store, with what it lacks filled in. */
export function document<Value>(type: DocumentType): z.ZodType<Value, Partial<Value>> {
  return required<Partial<Value>>(type, 'is not an object.', isObject).transform(
    (value) => type.convertToJSValue(type.convertToDatabaseValue(value, anywhere), anywhere) as Value,
  );
}

export const text = z.string({ error: 'is not a string.' });

/** A name that may stand in an address. */
export const name = text.regex(/^[^/%&><]*$/, { error: 'holds one of / % & > <, which no name may.' });

export const flag = z.boolean({ error: 'is neither true nor false.' });

const highestCount = 2_147_483_647;

/** A whole number from 0 up to what a column holds. */
export const count = z
  .int({ error: 'is not a whole number.' })
  .min(0, { error: 'is less than 0.' })
  .max(highestCount, { error: `is more than ${highestCount}.` });

/** As it is stored. */
export const uuid = required<string>(
  new UuidType(),
  'is not a UUID. Give 32 hexadecimal digits, with or without hyphens.',
).transform((id) => normalUuid(id) as string);

export const instant = required<Temporal.Instant>(new InstantType(), 'is not a Temporal.Instant.');

export const stateType = required<StateType>(new StateTypeType(), 'is not the type of a state.');

export const json = storable<JsonValue>(new JsonbType());

export const jsonObject = required<JsonObject>(new JsonbType(), 'is not an object.', isObject);

export const jsonObjects = z.array(jsonObject, { error: 'is not a list of objects.' });

/** Free labels. */
export const tags = z.array(text, { error: 'is not a list of strings.' });

/** Key and value labels. */
export const labels = z.record(
  z.string(),
  z.union([text, z.number(), z.boolean()], { error: 'is neither a string, a number, true nor false.' }),
  { error: 'is not an object.' },
);

function given<Input>(input: Input): Given<Input> {
  if (Array.isArray(input)) {
    return input.map(given) as Given<Input>;
  }
  if (typeof input !== 'object') {
    return input as Given<Input>;
  }
  const entries = Object.entries(input as object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Given<Input>;
}

/** What a type can store, where it is such a value at all. */
function required<Value>(
  type: Type<unknown, unknown>,
  problem: string,
  isSuch: (value: unknown) => boolean = (value) => value != null,
): z.ZodType<Value, Value> {
  return z.custom<Value>(isSuch, { error: problem, abort: true }).superRefine((value, context) => {
    try {
      type.convertToDatabaseValue(value, anywhere);
    } catch (error) {
      if (!(error instanceof InvalidValueError)) {
        throw error;
      }
      context.addIssue({ code: 'custom', message: error.problem, path: keysOf(error.path) });
    }
  });
}

/** The keys of a path in a document; that of the document itself is in brackets. */
function keysOf(path: string): string[] {
  return path === '' || path.startsWith('(') ? [] : path.split('.');
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pathOf(parameter: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (whole, key) => (/^\d+$/.test(String(key)) ? `${whole}[${String(key)}]` : `${whole}.${String(key)}`),
    parameter,
  );
}
