import { base } from './columns.ts';

/** Limits by task tag, and named limits. */
export const concurrency = `
CREATE TABLE concurrency_limit (
  ${base},
  tag VARCHAR NOT NULL,
  concurrency_limit INTEGER NOT NULL,
  active_slots JSON NOT NULL DEFAULT '[]',
  CONSTRAINT pk_concurrency_limit PRIMARY KEY (id)
);
CREATE INDEX ix_concurrency_limit__updated ON concurrency_limit (updated);
CREATE UNIQUE INDEX uq_concurrency_limit__tag ON concurrency_limit (tag);

CREATE TABLE concurrency_limit_v2 (
  ${base},
  active BOOLEAN NOT NULL,
  name VARCHAR NOT NULL,
  "limit" INTEGER NOT NULL,
  active_slots INTEGER NOT NULL,
  denied_slots INTEGER NOT NULL,
  slot_decay_per_second FLOAT NOT NULL,
  avg_slot_occupancy_seconds FLOAT NOT NULL,
  CONSTRAINT pk_concurrency_limit_v2 PRIMARY KEY (id),
  CONSTRAINT uq_concurrency_limit_v2__name UNIQUE (name)
);
CREATE INDEX ix_concurrency_limit_v2__updated ON concurrency_limit_v2 (updated);
`;
