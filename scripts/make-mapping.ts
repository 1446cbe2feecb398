/**
 * Writes `docs/mapping.md` from the metadata: the reference's classes and attributes, ours, and the tables and columns.
 *
 *     npm run docs:mapping            writes it
 *     npm run docs:mapping -- --check exits 1 where it is out of date
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EntityMetadata, type EntityProperty, MikroORM } from '@mikro-orm/core';
import { AsyncPostgresORMConfiguration } from '../src/orm-config/index.ts';

const file = join(import.meta.dirname, '../docs/mapping.md');

/** Where the reference's attribute is not the column. */
const attributes: Readonly<Record<string, string>> = {
  'Deployment.deprecatedConcurrencyLimit': '_concurrency_limit',
  'FlowRunState.storedData': '_data',
  'TaskRunState.storedData': '_data',
};

/** The reference's name of a relation, where it is not ours in its spelling; null where it has none. */
const relations: Readonly<Record<string, string | null>> = {
  'Deployment.globalConcurrencyLimit': 'global_concurrency_limit',
  'FlowRun._state': '_state',
  'TaskRun._state': '_state',
  'FlowRunState.resultArtifact': '_result_artifact',
  'TaskRunState.resultArtifact': '_result_artifact',
  'TaskRun.subflowRuns': 'subflow_run',
};

const intro = `# Mapping

Made from the metadata by \`npm run docs:mapping\`; a test says when it is out of date.

The classes keep the reference's names (\`prefect.server.database.orm_models\`, Prefect 3.8.8); members are in camelCase. Every class also has
\`id\`, \`created\` and \`updated\`. A relation shows its target; its id is beside it as a getter (\`flowRun.flowId\`). Types are PostgreSQL's;
[dialects](dialects.md) tells how SQLite stores them.
`;

const orm = await MikroORM.init(new AsyncPostgresORMConfiguration('postgresql://localhost/none').mikroOrmOptions());
const classes = [...orm.getMetadata().getAll().values()].filter((meta) => !meta.abstract && !meta.pivotTable);
await orm.close();

const text = [intro, ...byFolder(classes)].join('\n');
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('docs/mapping.md is out of date: run npm run docs:mapping.');
    process.exit(1);
  }
} else {
  writeFileSync(file, text);
}

function byFolder(metas: EntityMetadata[]): string[] {
  const folders = Map.groupBy(metas, (meta) => meta.path.split('/').at(-2) ?? '');
  return [...folders]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .flatMap(([folder, members]) => [
      `## ${folder}\n`,
      ...members.toSorted((a, b) => a.className.localeCompare(b.className)).map(table),
    ]);
}

function table(meta: EntityMetadata): string {
  const rows = meta.props
    .filter((prop) => !['id', 'created', 'updated'].includes(prop.name))
    .map((prop) => (prop.formula ? computedRow(meta, prop) : row(meta, prop)));
  const note =
    meta.className === 'DeploymentVersion' ? '\nNo class in the reference: only its migrations know the table.\n' : '';
  return [
    `### ${meta.className} (\`${meta.tableName}\`)\n${note}`,
    '| reference | ours | column | type |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function row(meta: EntityMetadata, prop: EntityProperty): string {
  const key = `${meta.className}.${prop.name}`;
  const column = prop.fieldNames?.[0];
  const reference = attributes[key] ?? (prop.kind === 'scalar' ? column : (relations[key] ?? snake(prop.name)));
  const owned = prop.kind === 'm:1' || prop.kind === 'scalar';
  const type =
    prop.kind === 'scalar' ? (prop.columnTypes?.[0] ?? prop.type) : `${prop.type}${prop.kind === '1:m' ? '[]' : ''}`;
  return `| \`${reference}\` | \`${prop.name}\` | ${owned ? `\`${column}\`` : ''} | ${type}${prop.nullable ? '?' : ''} |`;
}

/** What is a getter here and SQL in queries: another name for a column, or a value that is in none. */
function computedRow(meta: EntityMetadata, prop: EntityProperty): string {
  const [column] = prop.fieldNames;
  const named = meta.props.find((other) => other !== prop && other.fieldNames?.[0] === column);
  const type = prop.columnTypes?.[0] ?? prop.type;
  const [shown, note] = named ? [`\`${column}\``, `as \`${named.name}\``] : ['', 'computed'];
  return `| \`${snake(prop.name)}\` | \`${prop.name}\` | ${shown} | ${type}, ${note} |`;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, '_$&').toLowerCase();
}
