import { expect } from 'chai';
import { parseTable } from '../../../src/orm-config/schema/sqlite-table-text.ts';

describe('The statement that made a table in SQLite', () => {
  const table = parseTable(`
    CREATE TABLE "flow_run" (
      id CHAR(36) DEFAULT (( lower(hex(randomblob(4))) || ',unique (' )) NOT NULL, -- a comment, with constraint words
      "key" VARCHAR COLLATE NOCASE UNIQUE,
      flow_id CHAR(36) CONSTRAINT fk_inline REFERENCES flow (id) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
      [count] INTEGER CHECK ([count] > 0),
      CONSTRAINT pk_flow_run PRIMARY KEY (id),
      CONSTRAINT uq_flow_run__a UNIQUE (flow_id, "key"),
      CONSTRAINT ck_flow_run CHECK (flow_id <> id AND (1 = 1)),
      CONSTRAINT fk_flow_run FOREIGN KEY(flow_id, id) REFERENCES "other" (a, b) ON DELETE cascade
    )`);

  it('tells the primary key and its name', () => {
    expect(table.primaryKey).to.deep.equal({ name: 'pk_flow_run', columns: ['id'] });
    expect(parseTable('CREATE TABLE t (id integer PRIMARY KEY AUTOINCREMENT)')).to.deep.include({
      primaryKey: { name: undefined, columns: ['id'] },
      autoincrement: true,
    });
  });

  it('tells the unique keys of columns and of the table', () => {
    expect(table.uniques).to.deep.equal([
      { name: undefined, columns: ['key'] },
      { name: 'uq_flow_run__a', columns: ['flow_id', 'key'] },
    ]);
  });

  it('tells the foreign keys with their rules', () => {
    expect(table.foreignKeys).to.deep.equal([
      {
        name: 'fk_inline',
        columns: ['flow_id'],
        table: 'flow',
        referenced: ['id'],
        deleteRule: 'set null',
        updateRule: 'cascade',
        deferred: 'deferred',
      },
      {
        name: 'fk_flow_run',
        columns: ['flow_id', 'id'],
        table: 'other',
        referenced: ['a', 'b'],
        deleteRule: 'cascade',
        updateRule: 'no action',
        deferred: undefined,
      },
    ]);
  });

  it('tells the checks as they were written', () => {
    expect(table.checks).to.deep.equal([
      { name: undefined, expression: '[count] > 0' },
      { name: 'ck_flow_run', expression: 'flow_id <> id AND (1 = 1)' },
    ]);
  });

  it('tells the collation of a column', () => {
    expect(table.collations).to.deep.equal({ key: 'nocase' });
  });
});
