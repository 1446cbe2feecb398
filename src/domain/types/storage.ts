import type { Platform } from '@mikro-orm/core';

/** What a database can hold natively, and what it calls its column types. Value types ask this, never the name of a database. */
export interface Storage {
  /** Timestamps and intervals have types of their own; otherwise they are texts of fixed width. */
  readonly nativeTimes: boolean;
  /** JSON is kept as the database understands it; otherwise as the text that was written. */
  readonly nativeJson: boolean;
  /** Enumerations are types of their own. */
  readonly nativeEnums: boolean;
  readonly columnTypes: Readonly<Record<'timestamp' | 'interval' | 'uuid' | 'json' | 'jsonb', string>>;
}

/** SQLite: everything is text or a number, under the names that the reference declares. */
export const sqliteStorage: Storage = {
  nativeTimes: false,
  nativeJson: false,
  nativeEnums: false,
  columnTypes: { timestamp: 'DATETIME', interval: 'DATETIME', uuid: 'CHAR(36)', json: 'JSON', jsonb: 'JSON' },
};

export const postgresqlStorage: Storage = {
  nativeTimes: true,
  nativeJson: true,
  nativeEnums: true,
  columnTypes: { timestamp: 'timestamptz', interval: 'interval', uuid: 'uuid', json: 'json', jsonb: 'jsonb' },
};

/** The storage of a platform: of ours it is its own, of MikroORM's it is told by what it can do. */
export function storageOf(platform: Platform): Storage {
  const own = (platform as { storage?: Storage }).storage;
  return own ?? (platform.supportsNativeEnums() ? postgresqlStorage : sqliteStorage);
}
