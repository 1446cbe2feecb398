import { expect } from 'chai';
import { cutIdentifier, PrefectNamingStrategy } from '../../src/orm-config/naming-strategy.ts';

describe('The names of the schema', () => {
  const names = new PrefectNamingStrategy();

  for (const [className, table] of [
    ['FlowRun', 'flow_run'],
    ['CsrfToken', 'csrf_token'],
    ['ConcurrencyLimitV2', 'concurrency_limit_v2'],
    ['HTTPThing', 'h_t_t_p_thing'],
    ['ABC', 'a_b_c'],
    ['A1B2', 'a1_b2'],
  ] as const) {
    it(`infers ${table} from ${className}`, () => {
      expect(names.classToTableName(className)).to.equal(table);
    });
  }

  it('takes a table that is named by hand', () => {
    expect(names.classToTableName('Event', 'events')).to.equal('events');
  });

  it('names columns, and those of relations by the key they hold', () => {
    expect(names.propertyToColumnName('nextScheduledStartTime')).to.equal('next_scheduled_start_time');
    expect(names.joinKeyColumnName('parentTaskRun', 'id')).to.equal('parent_task_run_id');
  });

  it('names keys and indexes by table and columns', () => {
    expect(names.indexName('flow_run', ['id'], 'primary')).to.equal('pk_flow_run');
    expect(names.indexName('flow_run', ['state_type', 'start_time'], 'index')).to.equal(
      'ix_flow_run__state_type_start_time',
    );
    expect(names.indexName('public.variable', ['name'], 'unique')).to.equal('uq_variable__name');
    expect(names.foreignKeyName('flow_run', ['flow_id'], 'flow')).to.equal('fk_flow_run__flow_id__flow');
  });

  // As the databases of Prefect have them.
  for (const [name, cut] of [
    [
      'fk_block_document_reference__parent_block_document_id__block_document',
      'fk_block_document_reference__parent_block_document_id___328f',
    ],
    [
      'fk_block_document_reference__reference_block_document_id__block_document',
      'fk_block_document_reference__reference_block_document_i_5759',
    ],
    [
      'fk_block_schema_reference__reference_block_schema_id__block_schema',
      'fk_block_schema_reference__reference_block_schema_id__b_6e5d',
    ],
    [
      'ck_block_document_reference__ck_block_document_reference__no_self_reference',
      'ck_block_document_reference__ck_block_document_referenc_824f',
    ],
  ] as const) {
    it(`cuts ${name} as Prefect does`, () => {
      expect(cutIdentifier(name, 63)).to.equal(cut);
      expect(cutIdentifier(name, Infinity)).to.equal(name);
    });
  }

  it('leaves a name that just fits', () => {
    expect(cutIdentifier('x'.repeat(63), 63)).to.equal('x'.repeat(63));
  });
});
