import { base } from './columns.ts';

/** What the server remembers about itself and its users: settings, variables, saved searches and tokens against forged requests. */
export const settings = `
CREATE TABLE configuration (
  ${base},
  "key" varchar NOT NULL,
  value jsonb NOT NULL,
  CONSTRAINT pk_configuration PRIMARY KEY (id),
  CONSTRAINT uq_configuration__key UNIQUE ("key")
);
CREATE INDEX ix_configuration__key ON configuration (key);
CREATE INDEX ix_configuration__updated ON configuration (updated);

CREATE TABLE variable (
  ${base},
  name varchar NOT NULL,
  tags jsonb NOT NULL DEFAULT '[]',
  value jsonb,
  CONSTRAINT pk_variable PRIMARY KEY (id),
  CONSTRAINT uq_variable__name UNIQUE (name)
);
CREATE INDEX ix_variable__updated ON variable (updated);

CREATE TABLE saved_search (
  ${base},
  name varchar NOT NULL,
  filters jsonb NOT NULL DEFAULT '[]',
  CONSTRAINT pk_saved_search PRIMARY KEY (id),
  CONSTRAINT uq_saved_search__name UNIQUE (name)
);
CREATE INDEX ix_saved_search__updated ON saved_search (updated);

CREATE TABLE csrf_token (
  token varchar NOT NULL,
  client varchar NOT NULL,
  expiration timestamptz NOT NULL,
  ${base},
  CONSTRAINT pk_csrf_token PRIMARY KEY (id),
  CONSTRAINT uq_csrf_token__client UNIQUE (client)
);
CREATE INDEX ix_csrf_token__updated ON csrf_token (updated);
`;
