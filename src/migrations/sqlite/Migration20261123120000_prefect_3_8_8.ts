import { Migration } from '@mikro-orm/migrations';
import { statements } from '../statements.ts';
import { artifacts } from './prefect-3-8-8/artifacts.ts';
import { automations } from './prefect-3-8-8/automations.ts';
import { blocks } from './prefect-3-8-8/blocks.ts';
import { concurrency } from './prefect-3-8-8/concurrency.ts';
import { deployments } from './prefect-3-8-8/deployments.ts';
import { events } from './prefect-3-8-8/events.ts';
import { runs } from './prefect-3-8-8/runs.ts';
import { settings } from './prefect-3-8-8/settings.ts';
import { work } from './prefect-3-8-8/work.ts';

/** What Prefect itself looks at, so that a server starts on this database without migrating it. */
const alembicVersion = `
CREATE TABLE alembic_version (
  version_num VARCHAR(32) NOT NULL,
  CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO alembic_version (version_num) VALUES ('a3b9c7d2e5f1');
`;

/** In the order in which they can be dropped: what refers to a table goes before it. */
const tables = [
  'alembic_version',
  'automation_event_follower',
  'composite_trigger_child_firing',
  'automation_related_resource',
  'automation_bucket',
  'automation',
  'event_resources',
  'events',
  'deployment_version',
  'deployment_schedule',
  'deployment',
  'log',
  'task_run_state_cache',
  'task_run_state',
  'task_run',
  'flow_run_input',
  'flow_run_state',
  'flow_run',
  'flow',
  'agent',
  'worker',
  'work_queue',
  'work_pool',
  'block_document_reference',
  'block_document',
  'block_schema_reference',
  'block_schema',
  'block_type',
  'concurrency_limit_v2',
  'concurrency_limit',
  'artifact_collection',
  'artifact',
  'csrf_token',
  'saved_search',
  'variable',
  'configuration',
];

/** The whole schema of Prefect 3.8.8. */
export class Migration20261123120000_prefect_3_8_8 extends Migration {
  override name = 'Migration20261123120000_prefect_3_8_8';

  override up(): void {
    const parts = [
      settings,
      artifacts,
      concurrency,
      blocks,
      work,
      runs,
      deployments,
      events,
      automations,
      alembicVersion,
    ];
    parts.flatMap(statements).forEach((statement) => this.addSql(statement));
  }

  override down(): void {
    tables.forEach((table) => this.addSql(`DROP TABLE ${table}`));
  }
}
