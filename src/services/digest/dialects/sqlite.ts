import { IsolationLevel } from '@mikro-orm/core';
import type { ColumnKind, DigestColumn } from '../table.ts';
import { binary64 } from '../logical-text.ts';
import type { DigestDialect } from './dialect.ts';
import { textField } from './text-field.ts';

const kinds: readonly (readonly [start: string, kind: ColumnKind])[] = [
  ['DATETIME', 'timestamp'],
  ['TIMESTAMP', 'timestamp'],
  ['BOOL', 'boolean'],
  ['INT', 'integer'],
  ['SMALLINT', 'integer'],
  ['BIGINT', 'integer'],
  ['FLOAT', 'float'],
  ['DOUBLE', 'float'],
  ['REAL', 'float'],
  ['JSON', 'json'],
];

export const sqliteDigestDialect: DigestDialect = {
  // the only one that SQLite has
  snapshotIsolation: IsolationLevel.SERIALIZABLE,
  // a table is read from one end to the other: nothing is gained by keeping its pages
  settings: ['pragma cache_size = 1000'],
  settingsAfter: ['pragma cache_size = 20000'],
  catalog:
    'select m.name as "table", c.name as "column", c.type as "type" from sqlite_master m join pragma_table_info(m.name) c ' +
    "where m.type = 'table' and m.name not like 'sqlite!_%' escape '!' order by m.name, c.cid",
  // the order of the file; keys are random
  rowOrder: 'rowid',

  kindOf(column, type) {
    const upper = type.toUpperCase();
    if (column === 'total_run_time') {
      return 'interval';
    }
    if (upper === 'CHAR(36)') {
      return 'uuid';
    }
    return kinds.find(([start]) => upper.startsWith(start))?.[1] ?? 'text';
  },

  rawExpression(quotedColumn) {
    return quotedColumn;
  },

  rawField(stored, column) {
    switch (typeof stored) {
      case 'string':
        return textField(stored);
      case 'bigint':
        return `i${stored}`;
      case 'number':
        return isReal(stored, column) ? `r${binary64(stored)}` : `i${stored}`;
      default:
        return stored === null ? 'n' : bytesField(stored as Buffer);
    }
  },
};

/** By the affinity of its column, a whole number is an INTEGER everywhere but in a column of floats, unless it is too large for one. */
function isReal(stored: number, { kind }: DigestColumn): boolean {
  return kind === 'float' || !Number.isSafeInteger(stored);
}

function bytesField(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`b${bytes.length}:`), bytes]);
}
