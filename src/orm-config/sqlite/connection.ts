import { SqliteConnection } from '@mikro-orm/sqlite';

export class PrefectSqliteConnection extends SqliteConnection {}
