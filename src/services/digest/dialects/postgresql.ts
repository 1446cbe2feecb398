import { IsolationLevel } from '@mikro-orm/core';
import type { ColumnKind } from '../table.ts';
import type { DigestDialect } from './dialect.ts';
import { textField } from './text-field.ts';

const kinds: Readonly<Record<string, ColumnKind>> = {
  uuid: 'uuid',
  'timestamp with time zone': 'timestamp',
  timestamptz: 'timestamp',
  interval: 'interval',
  boolean: 'boolean',
  integer: 'integer',
  int: 'integer',
  smallint: 'integer',
  bigint: 'integer',
  'double precision': 'float',
  json: 'json',
  jsonb: 'json',
};

export const postgresqlDigestDialect: DigestDialect = {
  snapshotIsolation: IsolationLevel.REPEATABLE_READ,
  // time zone and styles are those of every connection
  settings: [
    'set local extra_float_digits = 1',
    'set local statement_timeout = 0',
    'set local idle_in_transaction_session_timeout = 0',
  ],
  settingsAfter: [],
  catalog:
    'select c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as "type" ' +
    'from pg_class c join pg_attribute a on a.attrelid = c.oid ' +
    "where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped " +
    'order by c.relname collate "C", a.attnum',
  rowOrder: 'id',

  kindOf(_column, type) {
    return kinds[type] ?? 'text';
  },

  rawExpression(quotedColumn) {
    return `${quotedColumn}::text as ${quotedColumn}`;
  },

  rawField(stored) {
    if (stored === null) {
      return 'n';
    }
    return textField(Object.is(stored, -0) ? '-0' : String(stored));
  },
};
