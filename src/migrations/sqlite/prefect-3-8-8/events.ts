import { base } from './columns.ts';

/** What happened, and the resources it happened to. */
export const events = `
CREATE TABLE events (
  occurred DATETIME NOT NULL,
  event TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  resource JSON NOT NULL,
  related_resource_ids JSON NOT NULL DEFAULT '[]',
  related JSON NOT NULL DEFAULT '[]',
  payload JSON NOT NULL,
  received DATETIME NOT NULL,
  recorded DATETIME NOT NULL,
  follows CHAR(36),
  ${base},
  CONSTRAINT pk_events PRIMARY KEY (id)
);
CREATE INDEX ix_events__event__id ON events (event, id);
CREATE INDEX ix_events__event_occurred_id ON events (event, occurred, id);
CREATE INDEX ix_events__event_related_occurred ON events (event, related, occurred);
CREATE INDEX ix_events__event_resource_id_occurred ON events (event, resource_id, occurred);
CREATE INDEX ix_events__occurred ON events (occurred);
CREATE INDEX ix_events__occurred_id ON events (occurred, id);
CREATE INDEX ix_events__related_resource_ids ON events (related_resource_ids);
CREATE INDEX ix_events__updated ON events (updated);

CREATE TABLE event_resources (
  occurred DATETIME NOT NULL,
  resource_id TEXT NOT NULL,
  resource_role TEXT NOT NULL,
  resource JSON NOT NULL,
  event_id CHAR(36) NOT NULL,
  ${base},
  CONSTRAINT pk_event_resources PRIMARY KEY (id)
);
CREATE INDEX ix_event_resources__event_id ON event_resources (event_id);
CREATE INDEX ix_event_resources__occurred ON event_resources (occurred);
CREATE INDEX ix_event_resources__resource_id__occurred ON event_resources (resource_id, occurred);
CREATE INDEX ix_event_resources__updated ON event_resources (updated);
`;
