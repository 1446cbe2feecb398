import * as z from 'zod';
import { toMicroseconds } from '../duration-text.ts';
import type { JsonObject } from '../json/json-value.ts';
import { normalUuid } from '../uuid-type.ts';

/** Fields as the reference's models take them: lenient about spelling, strict about meaning. What they give is what is stored. */

const TRUE = new Set<unknown>([true, 1, '1', 'true', 't', 'yes', 'y', 'on']);
const FALSE = new Set<unknown>([false, 0, '0', 'false', 'f', 'no', 'n', 'off']);

function converted<T>(problem: string, convert: (value: unknown) => T | undefined): z.ZodType<T> {
  return z.unknown().transform((value, context) => {
    const result = convert(value);
    if (result === undefined) {
      context.issues.push({ code: 'custom', message: problem, input: value });
      return z.NEVER;
    }
    return result;
  });
}

export const text = z.string({ error: 'must be a string' });

export const uuid = converted('must be a UUID', (value) => (typeof value === 'string' ? normalUuid(value) : undefined));

export const flag = converted('must be true or false', (value) => {
  const word = typeof value === 'string' ? value.toLowerCase() : value;
  return TRUE.has(word) ? true : FALSE.has(word) ? false : undefined;
});

export const integer = converted('must be an integer', (value) => {
  if (typeof value === 'bigint') {
    return value;
  }
  const number = typeof value === 'string' && /^\s*[+-]?\d+(\.0*)?\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'boolean' ? Number(number) : Number.isInteger(number) ? (number as number) : undefined;
});

export const float = converted('must be a number', (value) => {
  const number =
    typeof value === 'string' && value.trim() !== ''
      ? Number(value)
      : typeof value === 'bigint'
        ? Number(value)
        : value;
  return typeof number === 'boolean'
    ? Number(number)
    : typeof number === 'number' && !Number.isNaN(number)
      ? number
      : undefined;
});

/** An instant as ISO 8601 text. An offset stays as it is; a text without one is in UTC. Six digits of a fraction, or none. */
export const dateTime = converted('must be a moment, such as 2026-02-28T23:59:59Z', (value) => {
  if (value instanceof Temporal.Instant) {
    return instantText(value);
  }
  if (typeof value === 'number' && Number.isFinite(value)) {
    return instantText(Temporal.Instant.fromEpochMilliseconds(0).add({ microseconds: Math.round(value * 1e6) }));
  }
  return typeof value === 'string' ? normalDateTime(value) : undefined;
});

/** A length of time in seconds: a number, text such as `PT1H` or `1:00:00`, or a Temporal.Duration. */
export const seconds = converted('must be a duration in seconds', (value) => {
  if (value instanceof Temporal.Duration) {
    return durationSeconds(value);
  }
  if (typeof value === 'string' && /^[+-]?P/i.test(value)) {
    try {
      return durationSeconds(Temporal.Duration.from(value));
    } catch {
      return undefined;
    }
  }
  if (typeof value === 'string') {
    return clockSeconds(value);
  }
  const number = typeof value === 'boolean' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? Math.round(number * 1e6) / 1e6 : undefined;
});

/** Any JSON object, kept as it is. */
export const anyObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  {
    error: 'must be an object',
  },
);

/** A set, written as a list: every member once, in the order given. */
export const textSet = z
  .union([z.array(text), z.instanceof(Set<string>)], { error: 'must be a list of strings' })
  .transform((members) => [...new Set(members as Iterable<string>)]);

export const textMap = z.record(z.string(), text, { error: 'must be an object of strings' });

export function optional<T extends z.ZodType>(field: T) {
  return field.nullable().default(null as never);
}

const made = new WeakMap<object, Record<string, unknown>>();

/**
 * A schema whose document gets values made at its first write, where it lacks them. They are remembered beside the document: a flush asks
 * for every loaded one, and must get the same answer each time.
 */
export function generating<T>(makers: Record<string, () => unknown>, schema: z.ZodType<T>): z.ZodType<T> {
  return z.preprocess((value) => {
    const missing = isObject(value) ? Object.keys(makers).filter((key) => value[key] === undefined) : [];
    if (missing.length === 0) {
      return value;
    }
    const known = made.get(value as object) ?? {};
    made.set(value as object, known);
    for (const key of missing) {
      known[key] ??= makers[key]?.();
    }
    return { ...(value as object), ...Object.fromEntries(missing.map((key) => [key, known[key]])) };
  }, schema);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema that `choose` names for a value: unlike a union it says what is wrong in the member that was meant. */
export function chosen<T>(
  problem: string,
  choose: (value: Record<string, unknown>) => z.ZodType<T> | undefined,
): z.ZodType<T> {
  return z.unknown().transform((value, context) => {
    const schema = typeof value === 'object' && value !== null ? choose(value as Record<string, unknown>) : undefined;
    if (!schema) {
      context.issues.push({ code: 'custom', message: problem, input: value });
      return z.NEVER;
    }
    const result = schema.safeParse(value);
    if (!result.success) {
      for (const issue of result.error.issues) {
        context.issues.push({ code: 'custom', message: issue.message, path: [...issue.path], input: value });
      }
      return z.NEVER;
    }
    return result.data;
  });
}

/** Whether the zone is one of the IANA database. */
export function isTimeZone(zone: string): boolean {
  try {
    return !/^[+-]/.test(zone) && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

function instantText(instant: Temporal.Instant): string {
  return withFraction(instant.toString({ smallestUnit: 'microsecond' }));
}

function withFraction(iso: string): string {
  return iso.replace(/\.0+(?=Z|[+-])/, '');
}

function normalDateTime(value: string): string | undefined {
  const parts =
    /^(\d{4}-\d\d-\d\d)(?:[Tt _](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*([Zz]|[+-]\d\d(?::?\d\d)?)?$/.exec(
      value.trim(),
    );
  if (!parts) {
    return undefined;
  }
  const [, date, minutes = '00:00', second = '00', fraction = '', zone = 'Z'] = parts;
  const offset = /^[Zz]$|^[+-]00(?::?00)?$/.test(zone)
    ? 'Z'
    : zone.replace(/^([+-]\d\d):?(\d\d)?$/, (_all, hours: string, rest?: string) => `${hours}:${rest ?? '00'}`);
  const micros = fraction.padEnd(6, '0').slice(0, 6);
  const normal = `${date}T${minutes}:${second}${micros === '000000' ? '' : `.${micros}`}${offset}`;
  try {
    Temporal.Instant.from(normal);
    return normal;
  } catch {
    return undefined;
  }
}

/** Hours, minutes and seconds, with days before them where there are any. */
function clockSeconds(value: string): number | undefined {
  const parts = /^([+-]?)(?:(\d+) days?,? ?)?(\d+):([0-5]\d)(?::([0-5]\d(?:\.\d{1,6})?))?$/.exec(value);
  if (!parts) {
    return undefined;
  }
  const [, sign, days = 0, hours, minutes, rest = 0] = parts;
  return (sign === '-' ? -1 : 1) * (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(rest));
}

function durationSeconds(duration: Temporal.Duration): number | undefined {
  const total = toMicroseconds(duration);
  return total === undefined ? undefined : Number(total) / 1e6;
}
