import { SqlitePlatform } from '@mikro-orm/sql';
import { sqliteStorage } from '../../domain/types/storage.ts';
import { PrefectSqliteSchemaHelper } from '../schema/index.ts';

/** SQLite as the value types and the schema of Prefect need it. */
export class PrefectSqlitePlatform extends SqlitePlatform {
  readonly storage = sqliteStorage;
  protected override readonly schemaHelper: PrefectSqliteSchemaHelper = new PrefectSqliteSchemaHelper(this);
}
