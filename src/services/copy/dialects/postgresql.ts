import { randomInt } from 'node:crypto';
import type { CopiedColumn } from '../tables.ts';
import type { CopyDialect } from './dialect.ts';

/** The server's code for a limit of the program, such as the length of an entry. */
const indexRowTooLong = '54000';

// limits are meant for a server's questions: a batch, or what the other database is waited for, may take longer
const patience = ['set local statement_timeout = 0', 'set local idle_in_transaction_session_timeout = 0'];

export const postgresqlCopyDialect: CopyDialect = {
  hasTypes: true,
  snapshotIsolation: 'repeatable read',
  snapshotSettings: patience,
  writeSettings: patience,
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

  async encoding(side) {
    const [row] = await side.query('show server_encoding');
    return String(row!['server_encoding']);
  },

  // a third of a page holds an entry, with 700 bytes to spare for what is no text
  shortestDoubtfulKey: 2000,

  /** By a trial that is undone: how short the server packs a text depends on its version and its settings. */
  async fitsIndex(side, columns, values) {
    const trial = 'prefect_orm_copy_trial';
    const names = columns.map((_, index) => `column${index + 1}`).join(', ');
    await side.begin();
    try {
      const declared = columns.map((column, index) => `column${index + 1} ${plainTypeOf(column)}`).join(', ');
      await side.run(`create temporary table ${trial} (${declared})`);
      await side.run(`create index on ${trial} (${names})`);
      await side.run(`insert into ${trial} values (${columns.map(() => '?').join(', ')})`, values);
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === indexRowTooLong) {
        return false;
      }
      throw error;
    } finally {
      await side.rollback();
    }
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

/** A type that is there before the database is migrated: an enumeration is not, and its words are short. */
function plainTypeOf({ property }: CopiedColumn): string {
  return property.nativeEnumName === undefined ? property.columnTypes[0]! : 'text';
}

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
