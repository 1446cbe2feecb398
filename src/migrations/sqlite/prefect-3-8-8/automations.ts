import { base } from './columns.ts';

/** Triggers with their actions, and the bookkeeping of what has fired. */
export const automations = `
CREATE TABLE automation (
  name VARCHAR NOT NULL,
  description VARCHAR NOT NULL,
  enabled BOOLEAN NOT NULL DEFAULT '1',
  "trigger" JSON NOT NULL,
  actions JSON NOT NULL,
  actions_on_trigger JSON NOT NULL DEFAULT '[]',
  actions_on_resolve JSON NOT NULL DEFAULT '[]',
  ${base},
  tags JSON NOT NULL DEFAULT '[]',
  CONSTRAINT pk_automation PRIMARY KEY (id)
);
CREATE INDEX ix_automation__updated ON automation (updated);

CREATE TABLE automation_bucket (
  automation_id CHAR(36) NOT NULL,
  trigger_id CHAR(36) NOT NULL,
  bucketing_key JSON NOT NULL,
  last_event JSON,
  "start" DATETIME NOT NULL,
  "end" DATETIME NOT NULL,
  count INTEGER NOT NULL,
  last_operation VARCHAR,
  triggered_at DATETIME,
  ${base},
  CONSTRAINT pk_automation_bucket PRIMARY KEY (id),
  CONSTRAINT fk_automation_bucket__automation_id__automation FOREIGN KEY (automation_id) REFERENCES automation (id) ON DELETE CASCADE
);
CREATE INDEX ix_automation_bucket__automation_id__end ON automation_bucket (automation_id, "end");
CREATE INDEX ix_automation_bucket__updated ON automation_bucket (updated);
CREATE UNIQUE INDEX uq_automation_bucket__automation_id__trigger_id__bucketing_key ON automation_bucket (automation_id, trigger_id, bucketing_key);

CREATE TABLE automation_related_resource (
  automation_id CHAR(36) NOT NULL,
  resource_id VARCHAR,
  automation_owned_by_resource BOOLEAN NOT NULL DEFAULT '0',
  ${base},
  CONSTRAINT pk_automation_related_resource PRIMARY KEY (id),
  CONSTRAINT fk_automation_related_resource__automation_id__automation FOREIGN KEY (automation_id) REFERENCES automation (id) ON DELETE CASCADE
);
CREATE INDEX ix_automation_related_resource__resource_id ON automation_related_resource (resource_id);
CREATE INDEX ix_automation_related_resource__updated ON automation_related_resource (updated);
CREATE UNIQUE INDEX uq_automation_related_resource__automation_id__resource_id ON automation_related_resource (automation_id, resource_id);

CREATE TABLE composite_trigger_child_firing (
  automation_id CHAR(36) NOT NULL,
  parent_trigger_id CHAR(36) NOT NULL,
  child_trigger_id CHAR(36) NOT NULL,
  child_firing_id CHAR(36) NOT NULL,
  child_fired_at DATETIME,
  child_firing JSON NOT NULL,
  ${base},
  CONSTRAINT pk_composite_trigger_child_firing PRIMARY KEY (id),
  CONSTRAINT fk_composite_trigger_child_firing__automation_id__automation FOREIGN KEY (automation_id) REFERENCES automation (id) ON DELETE CASCADE
);
CREATE INDEX ix_composite_trigger_child_firing__updated ON composite_trigger_child_firing (updated);
CREATE UNIQUE INDEX uq_composite_trigger_child_firing__a_id__pt_id__ct__id ON composite_trigger_child_firing (automation_id, parent_trigger_id, child_trigger_id);

CREATE TABLE automation_event_follower (
  leader_event_id CHAR(36) NOT NULL,
  follower_event_id CHAR(36) NOT NULL,
  received DATETIME NOT NULL,
  follower JSON NOT NULL,
  ${base},
  scope VARCHAR NOT NULL,
  CONSTRAINT pk_automation_event_follower PRIMARY KEY (id)
);
CREATE INDEX ix_ae_follower_scope_leader ON automation_event_follower (scope, leader_event_id);
CREATE INDEX ix_automation_event_follower__leader_event_id ON automation_event_follower (leader_event_id);
CREATE INDEX ix_automation_event_follower__received ON automation_event_follower (received);
CREATE INDEX ix_automation_event_follower__scope ON automation_event_follower (scope);
CREATE INDEX ix_automation_event_follower__updated ON automation_event_follower (updated);
CREATE UNIQUE INDEX uq_follower_for_scope ON automation_event_follower (scope, follower_event_id);
`;
