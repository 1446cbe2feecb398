import { expect } from 'chai';
import { describeEachDialect } from '../support/dialects.ts';
import { comparing, type Opened, opened } from './databases.ts';
import { anew, type Changes, onBoth, plant } from './planted.ts';

/** Something that someone did to the database, and what the answer must speak of. */
interface Planted {
  readonly title: string;
  readonly sql: Changes;
  readonly answer: RegExp;
  /** What a migration would refuse for; undefined where it does no harm. */
  readonly harm?: RegExp;
}

const planted: readonly Planted[] = [
  { title: 'an extra table', sql: onBoth('CREATE TABLE stranger (id integer)'), answer: /drop table.*stranger/ },
  {
    title: 'a missing table',
    sql: onBoth('DROP TABLE agent'),
    answer: /create table.*agent/,
    harm: /agent: the table is missing/,
  },
  {
    title: 'an extra column',
    sql: onBoth('ALTER TABLE variable ADD COLUMN extra integer'),
    answer: /variable.*drop column.*extra/,
  },
  {
    title: 'an extra column that must be filled',
    sql: {
      postgresql: ['ALTER TABLE variable ADD COLUMN extra integer NOT NULL'],
      sqlite: anew('variable', 'name VARCHAR NOT NULL', 'extra INTEGER NOT NULL, name VARCHAR NOT NULL'),
    },
    answer: /variable.*drop column.*extra/,
    harm: /variable: the column extra is added and may not be null/,
  },
  {
    title: 'a missing column',
    sql: onBoth('ALTER TABLE flow_run DROP COLUMN infrastructure_pid'),
    answer: /flow_run.*add.*infrastructure_pid/,
    harm: /flow_run: the column infrastructure_pid is missing/,
  },
  {
    title: 'a column of another type',
    sql: {
      postgresql: ['ALTER TABLE log ALTER COLUMN level TYPE integer'],
      sqlite: anew('log', 'level SMALLINT', 'level INTEGER'),
    },
    answer: /log.*level/i,
    harm: /log: the column level is integer, not smallint/i,
  },
  {
    title: 'a column that may be null',
    sql: {
      postgresql: ['ALTER TABLE variable ALTER COLUMN name DROP NOT NULL'],
      sqlite: anew('variable', 'name VARCHAR NOT NULL', 'name VARCHAR'),
    },
    answer: /variable.*name/,
    harm: /variable: the column name may be null/,
  },
  {
    title: 'a missing default',
    sql: {
      postgresql: ['ALTER TABLE work_queue ALTER COLUMN priority DROP DEFAULT'],
      sqlite: anew('work_queue', "priority INTEGER NOT NULL DEFAULT '1'", 'priority INTEGER NOT NULL'),
    },
    answer: /work_queue.*priority.* default '?1/,
    harm: /work_queue: the column priority has no default, not the default/,
  },
  {
    title: 'another default',
    sql: {
      postgresql: [`ALTER TABLE flow ALTER COLUMN tags SET DEFAULT '{}'`],
      sqlite: anew('flow', "tags JSON NOT NULL DEFAULT '[]'", "tags JSON NOT NULL DEFAULT '{}'"),
    },
    answer: /flow.*tags.*'\[\]'/,
    harm: /flow: the column tags has the default '\{\}'.*, not the default '\[\]'/,
  },
  {
    title: 'an extra default',
    sql: {
      postgresql: [`ALTER TABLE flow ALTER COLUMN name SET DEFAULT 'x'`],
      sqlite: anew('flow', 'name VARCHAR NOT NULL', `name VARCHAR NOT NULL DEFAULT 'x'`),
    },
    answer: /flow.*name/,
    harm: /flow: the column name has the default 'x'.*, not no default/,
  },
  { title: 'an extra index', sql: onBoth('CREATE INDEX ix_extra ON flow (name)'), answer: /drop index.*ix_extra/ },
  { title: 'a missing index', sql: onBoth('DROP INDEX ix_log__level'), answer: /create index.*ix_log__level/ },
  {
    title: 'an index on other columns',
    sql: onBoth('DROP INDEX ix_log__level', 'CREATE INDEX ix_log__level ON log (level, name)'),
    answer: /ix_log__level/,
  },
  {
    title: 'an index that is unique',
    sql: onBoth('DROP INDEX ix_log__level', 'CREATE UNIQUE INDEX ix_log__level ON log (level)'),
    answer: /ix_log__level/,
    harm: /log: the unique key ix_log__level is added and may refuse rows/,
  },
  {
    title: 'a renamed index',
    sql: onBoth('DROP INDEX ix_log__level', 'CREATE INDEX ix_renamed ON log (level)'),
    answer: /ix_renamed/,
  },
  {
    title: 'a missing index on an expression',
    sql: onBoth('DROP INDEX ix_flow_run__state_type_coalesce_start_time'),
    answer: /CREATE INDEX ix_flow_run__state_type_coalesce_start_time/,
  },
  {
    title: 'an index on another expression',
    sql: onBoth(
      'DROP INDEX ix_flow_run__state_type_coalesce_start_time',
      'CREATE INDEX ix_flow_run__state_type_coalesce_start_time ON flow_run (state_type, coalesce(expected_start_time, start_time))',
    ),
    answer: /ix_flow_run__state_type_coalesce_start_time/,
  },
  {
    title: 'a partial index with another condition',
    sql: onBoth(
      'DROP INDEX ix_deployment_schedule__deployment_id__slug',
      `CREATE UNIQUE INDEX ix_deployment_schedule__deployment_id__slug ON deployment_schedule (deployment_id, slug) WHERE slug <> ''`,
    ),
    answer: /ix_deployment_schedule__deployment_id__slug/,
    harm: /deployment_schedule: the unique key ix_deployment_schedule__deployment_id__slug is missing/,
  },
  {
    title: 'a partial index without its condition',
    sql: onBoth(
      'DROP INDEX ix_deployment_schedule__deployment_id__slug',
      'CREATE UNIQUE INDEX ix_deployment_schedule__deployment_id__slug ON deployment_schedule (deployment_id, slug)',
    ),
    answer: /ix_deployment_schedule__deployment_id__slug/,
    harm: /deployment_schedule: the unique key ix_deployment_schedule__deployment_id__slug is missing/,
  },
  {
    title: 'an index in the other direction',
    sql: onBoth(
      'DROP INDEX ix_artifact__key_created_desc',
      'CREATE INDEX ix_artifact__key_created_desc ON artifact ("key", created)',
    ),
    answer: /ix_artifact__key_created_desc/,
  },
  {
    title: 'an index with another collation or operator class',
    sql: {
      sqlite: ['DROP INDEX ix_flow_name_case_insensitive', 'CREATE INDEX ix_flow_name_case_insensitive ON flow (name)'],
      postgresql: [
        'DROP INDEX trgm_ix_flow_name',
        'CREATE INDEX trgm_ix_flow_name ON flow USING gist (name gist_trgm_ops)',
      ],
    },
    answer: /ix_flow_name/,
  },
  {
    title: 'an index that includes other columns',
    sql: {
      postgresql: [
        'DROP INDEX ix_artifact__key_created_desc',
        'CREATE INDEX ix_artifact__key_created_desc ON artifact (key, created DESC) INCLUDE (id)',
      ],
    },
    answer: /ix_artifact__key_created_desc/,
  },
  {
    title: 'a missing unique key',
    sql: {
      postgresql: ['ALTER TABLE variable DROP CONSTRAINT uq_variable__name'],
      sqlite: anew('variable', ', CONSTRAINT uq_variable__name UNIQUE (name)', ''),
    },
    answer: /uq_variable__name/,
    harm: /variable: the unique key uq_variable__name is missing/,
  },
  {
    title: 'an extra unique key',
    sql: {
      postgresql: ['ALTER TABLE log ADD CONSTRAINT uq_log UNIQUE (message)'],
      sqlite: anew('log', 'CONSTRAINT pk_log', 'CONSTRAINT uq_log UNIQUE (message), CONSTRAINT pk_log'),
    },
    answer: /log/,
    harm: /log: the unique key uq_log is added and may refuse rows/,
  },
  {
    title: 'a unique key that is an index only',
    sql: {
      postgresql: [
        'ALTER TABLE variable DROP CONSTRAINT uq_variable__name',
        'CREATE UNIQUE INDEX uq_variable__name ON variable (name)',
      ],
      sqlite: [
        ...anew('variable', ', CONSTRAINT uq_variable__name UNIQUE (name)', ''),
        'CREATE UNIQUE INDEX uq_variable__name ON variable (name)',
      ],
    },
    answer: /uq_variable__name/,
  },
  {
    title: 'a missing unique index',
    sql: onBoth('DROP INDEX uq_deployment__flow_id_name'),
    answer: /create unique index.*uq_deployment__flow_id_name/,
    harm: /deployment: the unique key uq_deployment__flow_id_name is missing/,
  },
  {
    title: 'a missing foreign key',
    sql: {
      postgresql: ['ALTER TABLE agent DROP CONSTRAINT fk_agent__work_queue_id__work_queue'],
      sqlite: anew(
        'agent',
        ', CONSTRAINT fk_agent__work_queue_id__work_queue FOREIGN KEY (work_queue_id) REFERENCES work_queue (id)',
        '',
      ),
    },
    answer: /fk_agent__work_queue_id__work_queue/,
    harm: /agent: the foreign key fk_agent__work_queue_id__work_queue is missing/,
  },
  {
    title: 'an extra foreign key',
    sql: {
      postgresql: ['ALTER TABLE log ADD CONSTRAINT fk_log FOREIGN KEY (flow_run_id) REFERENCES flow_run (id)'],
      sqlite: anew(
        'log',
        'CONSTRAINT pk_log',
        'CONSTRAINT fk_log FOREIGN KEY (flow_run_id) REFERENCES flow_run (id), CONSTRAINT pk_log',
      ),
    },
    answer: /log/,
    harm: /log: the foreign key fk_log is added and may refuse rows/,
  },
  {
    title: 'a foreign key with another rule',
    sql: {
      postgresql: [
        'ALTER TABLE work_pool DROP CONSTRAINT fk_work_pool__default_queue_id__work_queue',
        'ALTER TABLE work_pool ADD CONSTRAINT fk_work_pool__default_queue_id__work_queue FOREIGN KEY (default_queue_id) REFERENCES work_queue (id)',
      ],
      sqlite: anew('work_pool', ' ON DELETE RESTRICT', ''),
    },
    answer: /fk_work_pool__default_queue_id__work_queue/,
    harm: /work_pool: the foreign key fk_work_pool__default_queue_id__work_queue is missing, or has other rules/,
  },
  {
    title: 'a foreign key of another name',
    sql: {
      postgresql: ['ALTER TABLE agent RENAME CONSTRAINT fk_agent__work_queue_id__work_queue TO fk_renamed'],
      sqlite: anew('agent', 'fk_agent__work_queue_id__work_queue', 'fk_renamed'),
    },
    answer: /fk_agent__work_queue_id__work_queue/,
  },
  {
    title: 'a primary key of another name',
    sql: {
      postgresql: ['ALTER TABLE log RENAME CONSTRAINT pk_log TO pk_renamed'],
      sqlite: anew('log', 'pk_log', 'pk_renamed'),
    },
    answer: /pk_log/,
  },
  {
    title: 'a missing check',
    sql: {
      postgresql: [
        'ALTER TABLE block_document_reference DROP CONSTRAINT ck_block_document_reference__ck_block_document_referenc_824f',
      ],
      sqlite: anew(
        'block_document_reference',
        ', CONSTRAINT ck_block_document_reference__ck_block_document_reference__no_self_reference CHECK (parent_block_document_id <> reference_block_document_id)',
        '',
      ),
    },
    answer: /ck_block_document_reference__ck_block_document_referenc/,
    harm: /block_document_reference: the check .* is missing/,
  },
  {
    title: 'a missing word of an enumeration',
    sql: { postgresql: [`ALTER TYPE worker_status RENAME VALUE 'ONLINE' TO 'AWAKE'`] },
    answer: /alter type "?worker_status"? add value.*'ONLINE'/,
    harm: /worker: the column status does not take ONLINE/,
  },
  { title: 'a view', sql: onBoth('CREATE VIEW shown AS SELECT name FROM flow'), answer: /drop view.*shown/ },
];

// A difference is planted into the database of the suite: a test that fails to mend it makes the next one fail.
describeEachDialect('Comparing the database with the entities', (db) => {
  it('finds nothing on a migrated database', async () => {
    const { schema, migrator } = opened(db.orm);
    expect(await schema.getUpdateSchemaSQL({ wrap: false })).to.equal('');
    expect(await schema.getUpdateSchemaMigrationSQL({ wrap: false })).to.deep.equal({ up: '', down: '' });
    expect(await migrator.checkSchema()).to.equal(false);
  });

  if (db.dialect === 'postgresql') {
    it('finds nothing in what belongs to others: another schema, an extension', async () => {
      const { rows, schema } = opened(db.orm);
      await rows('CREATE SCHEMA elsewhere');
      await rows('CREATE TABLE elsewhere.flow (id integer)');
      await rows(`CREATE TYPE elsewhere.mood AS ENUM ('good')`);
      await rows('CREATE VIEW of_the_extension AS SELECT 1 AS one');
      await rows('ALTER EXTENSION pg_trgm ADD VIEW of_the_extension');
      expect(await schema.getUpdateSchemaSQL({ wrap: false })).to.equal('');
    });
  }

  for (const { title, sql, answer, harm } of planted.filter((difference) => difference.sql[db.dialect])) {
    it(`finds ${title}, tells whether it does harm, and mends it`, async () => {
      const changes = sql[db.dialect] ?? [];
      const test = async ({ rows, schema, migrator }: Opened) => {
        await plant(rows, changes);
        expect(await migrator.checkSchema()).to.equal(true);
        expect((await schema.getUpdateSchemaSQL({ wrap: false })).toLowerCase()).to.match(
          new RegExp(answer.source.toLowerCase(), 's'),
        );
        expect(await harmIn(schema)).to.match(harm ?? /^$/);
        await schema.update();
        expect(await schema.getUpdateSchemaSQL({ wrap: false })).to.equal('');
        expect(await harmIn(schema)).to.equal('');
      };
      // A table is made anew from the text of its migration, which a mended table no longer has.
      const needsItsText = changes.some((change) => typeof change !== 'string');
      await (needsItsText ? comparing(await db.freshDatabase({ migrated: true }), test) : test(opened(db.orm)));
    });
  }
});

async function harmIn(schema: Opened['schema']): Promise<string> {
  const alterations = await schema.alterations();
  return alterations
    .filter(({ harmful }) => harmful)
    .map(({ table, what }) => `${table}: ${what}`)
    .join('; ');
}
