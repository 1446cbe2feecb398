import { randomInt } from 'node:crypto';
import type { CopyDialect } from './dialect.ts';

export const postgresqlCopyDialect: CopyDialect = {
  hasTypes: true,
  snapshotIsolation: 'repeatable read',
  snapshotSettings: ['set local statement_timeout = 0', 'set local idle_in_transaction_session_timeout = 0'],
  writeSettings: [],
  tableExists: 'select 1 where to_regclass(quote_ident(?)) is not null',

  /** By a lock that the one takes and the other sees: the same server may have many names. */
  async isSameDatabase(source, target) {
    const lock = [randomInt(2 ** 31), randomInt(2 ** 31)];
    await source.query('select pg_advisory_xact_lock(?, ?)', lock);
    const seen = await target.query(
      "select 1 from pg_locks where locktype = 'advisory' and classid = ? and objid = ? " +
        'and database = (select oid from pg_database where datname = current_database())',
      lock,
    );
    return seen.length > 0;
  },

  async read(side, table, columns) {
    const cursor = `prefect_orm_copy_${randomInt(2 ** 31)}`;
    await side.run(`declare ${cursor} no scroll cursor for select ${columns} from ${table}`);
    return async (limit) => {
      const rows = await side.query(`fetch forward ${limit} from ${cursor}`);
      if (rows.length < limit) {
        await side.run(`close ${cursor}`);
      }
      return rows;
    };
  },

  // the server keeps what a snapshot sees
  async watchWriters() {
    return async () => false;
  },

  // the server takes no other text
  async isBroken() {
    return false;
  },

  rowsPerStatement() {
    return 5000;
  },

  /** An array for each column: one text for any number of rows, which the server keeps prepared. */
  boundRows(columns, rows) {
    const arrays = columns.map(({ property }, index) => ({
      type: property.columnTypes[0]!,
      text: arrayText(rows.map((row) => row[index])),
    }));
    const names = columns.map((_, index) => `column${index + 1}`);
    // bound in a list of their own: within the arguments of a function the driver would look for equal values
    return {
      sql:
        `select given.* from (select ${arrays.map(({ type }, index) => `?::${type}[] as ${names[index]}`).join(', ')}) as arrays, ` +
        `unnest(${names.map((name) => `arrays.${name}`).join(', ')}) as given(${names.join(', ')})`,
      values: arrays.map(({ text }) => text),
    };
  },
};

/** The literal of an array: `{"a",NULL}`. */
function arrayText(items: readonly unknown[]): string {
  return `{${items.map(itemText).join(',')}}`;
}

function itemText(item: unknown): string {
  switch (typeof item) {
    case 'string':
      return `"${item.replace(/["\\]/g, '\\$&')}"`;
    case 'number':
      return Object.is(item, -0) ? '-0' : String(item);
    default:
      return item === null ? 'NULL' : String(item);
  }
}
