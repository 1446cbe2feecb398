import { base } from './columns.ts';

/** What happened, and the resources it happened to. */
export const events = `
CREATE TABLE events (
  occurred timestamptz NOT NULL,
  event text NOT NULL,
  resource_id text NOT NULL,
  resource jsonb NOT NULL,
  related_resource_ids jsonb NOT NULL DEFAULT '[]',
  related jsonb NOT NULL DEFAULT '[]',
  payload jsonb NOT NULL,
  received timestamptz NOT NULL,
  recorded timestamptz NOT NULL,
  follows uuid,
  ${base},
  CONSTRAINT pk_events PRIMARY KEY (id)
);
CREATE INDEX ix_events__event__id ON events (event, id);
CREATE INDEX ix_events__event_occurred ON events (event, occurred);
CREATE INDEX ix_events__event_occurred_id ON events (event, occurred, id);
CREATE INDEX ix_events__event_resource_id_occurred ON events (event, resource_id, occurred);
CREATE INDEX ix_events__occurred ON events (occurred);
CREATE INDEX ix_events__occurred_id ON events (occurred, id);
CREATE INDEX ix_events__related_gin ON events USING gin (related);
CREATE INDEX ix_events__related_resource_ids_gin ON events USING gin (related_resource_ids);
CREATE INDEX ix_events__updated ON events (updated);

CREATE TABLE event_resources (
  occurred timestamptz NOT NULL,
  resource_id text NOT NULL,
  resource_role text NOT NULL,
  resource json NOT NULL,
  event_id uuid NOT NULL,
  ${base},
  CONSTRAINT pk_event_resources PRIMARY KEY (id)
);
CREATE INDEX ix_event_resources__event_id ON event_resources (event_id);
CREATE INDEX ix_event_resources__occurred ON event_resources (occurred);
CREATE INDEX ix_event_resources__resource_id__occurred ON event_resources (resource_id, occurred);
CREATE INDEX ix_event_resources__updated ON event_resources (updated);
`;
