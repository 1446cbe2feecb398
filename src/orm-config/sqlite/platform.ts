import type { TransactionOptions } from '@mikro-orm/core';
import { SqlitePlatform } from '@mikro-orm/sql';
import { sqliteStorage } from '../../domain/types/storage.ts';
import { PrefectExceptionConverter } from '../exception-converter.ts';
import { markingFormatter } from '../marked-values.ts';
import { PrefectSqliteSchemaHelper } from '../schema/index.ts';
import { sqlitePlaceholders } from './placeholders.ts';

/** SQLite as the value types and the schema of Prefect need it. */
export class PrefectSqlitePlatform extends SqlitePlatform {
  readonly storage = sqliteStorage;
  protected override readonly schemaHelper: PrefectSqliteSchemaHelper = new PrefectSqliteSchemaHelper(this);
  readonly #exceptionConverter = new PrefectExceptionConverter(this.exceptionConverter);

  readonly #formatter = markingFormatter(this, sqlitePlaceholders);

  /** Also what MikroORM pastes reaches the database as a value. */
  override formatQuery(sql: string, params: readonly unknown[]): string {
    return this.#formatter.bind(sql, params).sql;
  }

  override getExceptionConverter(): PrefectExceptionConverter {
    return this.#exceptionConverter;
  }

  /** What the log shows; the connection sends it itself. */
  override getBeginTransactionSQL(options?: Pick<TransactionOptions, 'readOnly'>): string[] {
    return [options?.readOnly ? 'begin deferred' : 'begin immediate'];
  }
}
