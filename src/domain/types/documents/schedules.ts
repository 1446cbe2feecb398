import * as z from 'zod';
import { now } from '../../shared/clock.ts';
import { DocumentType } from '../document-type.ts';
import type { FloatTree } from '../json/floats.ts';
import type { JsonValue } from '../json/json-value.ts';
import { isCronExpression } from './cron.ts';
import { chosen, dateTime, flag, generating, isTimeZone, optional, seconds, text } from './fields.ts';
import { isRecurrenceRule } from './rrule.ts';

/** A run every so many seconds, counted from the anchor. */
export interface IntervalSchedule {
  /** Seconds between two runs; more than 0. */
  interval: number;
  /** ISO 8601; the moment of saving when it is left out. */
  anchor_date: string;
  timezone: string | null;
  [unknown: string]: JsonValue;
}

/** Runs by a cron expression. */
export interface CronSchedule {
  cron: string;
  timezone: string | null;
  /** Whether a day must match one of day of month and day of week, or both. */
  day_or: boolean;
  [unknown: string]: JsonValue;
}

/** Runs by a recurrence rule of iCalendar. */
export interface RRuleSchedule {
  rrule: string;
  timezone: string | null;
  [unknown: string]: JsonValue;
}

export type Schedule = IntervalSchedule | CronSchedule | RRuleSchedule;

const timezone = text.refine(isTimeZone, { error: 'must be a zone of the IANA database, such as Europe/Berlin' });
// the reference checks no empty zone here
const orEmpty = text.refine((zone) => zone === '' || isTimeZone(zone), {
  error: 'must be a zone of the IANA database, such as Europe/Berlin',
});

const interval = generating(
  { anchor_date: now },
  z.looseObject({
    interval: seconds.refine((value) => value > 0, { error: 'must be more than 0 seconds' }),
    anchor_date: dateTime,
    // without a zone the reference takes that of the anchor, of which a text keeps only the offset: then it says UTC
    timezone: optional(orEmpty).transform((zone) => zone ?? 'UTC'),
  }),
);

const cron = z.looseObject({
  cron: text.refine(isCronExpression, { error: 'must be a cron expression, such as 0 6 * * *' }),
  timezone: optional(orEmpty),
  day_or: flag.default(true),
});

const rrule = z.looseObject({
  rrule: text.refine(isRecurrenceRule, { error: 'must be a recurrence rule, such as FREQ=DAILY' }),
  timezone: timezone.nullable().default('UTC'),
});

export const scheduleSchema = chosen<unknown>('must be a schedule with interval, cron or rrule', (value) =>
  'interval' in value ? interval : 'cron' in value ? cron : 'rrule' in value ? rrule : undefined,
);

export class ScheduleType extends DocumentType {
  protected readonly schema = scheduleSchema;
  protected override readonly floats: FloatTree = { interval: true };
}
