import { base } from './columns.ts';

/** Limits by task tag, and named limits. */
export const concurrency = `
CREATE TABLE concurrency_limit (
  ${base},
  tag varchar NOT NULL,
  concurrency_limit integer NOT NULL,
  active_slots jsonb NOT NULL DEFAULT '[]',
  CONSTRAINT pk_concurrency_limit PRIMARY KEY (id)
);
CREATE INDEX ix_concurrency_limit__updated ON concurrency_limit (updated);
CREATE UNIQUE INDEX uq_concurrency_limit__tag ON concurrency_limit (tag);

CREATE TABLE concurrency_limit_v2 (
  ${base},
  active boolean NOT NULL,
  name varchar NOT NULL,
  "limit" integer NOT NULL,
  active_slots integer NOT NULL,
  denied_slots integer NOT NULL,
  slot_decay_per_second double precision NOT NULL,
  avg_slot_occupancy_seconds double precision NOT NULL,
  CONSTRAINT pk_concurrency_limit_v2 PRIMARY KEY (id),
  CONSTRAINT uq_concurrency_limit_v2__name UNIQUE (name)
);
CREATE INDEX ix_concurrency_limit_v2__updated ON concurrency_limit_v2 (updated);
`;
