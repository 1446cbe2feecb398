import type * as z from 'zod';
import { type Schedule, ScheduleType } from '../../domain/index.ts';
import { count, document, flag, inputOf, jsonObject, text } from '../input.ts';

const fields = {
  /** An interval, a cron expression or a recurrence rule, with its zone. */
  schedule: document<Schedule>(new ScheduleType()),
  active: flag.optional(),
  /** How many runs to plan ahead; null for the default of the server. */
  maxScheduledRuns: count.min(1, { error: 'is less than 1.' }).nullish(),
  /** What replaces the parameters of the deployment. */
  parameters: jsonObject.optional(),
  /** Unique in the deployment. */
  slug: text.nullish(),
};

export const newDeploymentSchedule = inputOf(fields);

/** A schedule to be made. */
export type NewDeploymentSchedule = z.input<typeof newDeploymentSchedule>;

export const deploymentScheduleChanges = inputOf({ ...fields, schedule: fields.schedule.optional() });

/** What of a schedule may change. */
export type DeploymentScheduleChanges = z.input<typeof deploymentScheduleChanges>;
