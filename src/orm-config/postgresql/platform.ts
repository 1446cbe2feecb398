import { PostgreSqlPlatform } from '@mikro-orm/postgresql';
import { postgresqlStorage } from '../../domain/types/storage.ts';
import { PrefectExceptionConverter } from '../exception-converter.ts';
import { markingFormatter } from '../marked-values.ts';
import { PrefectPostgreSqlSchemaHelper } from '../schema/index.ts';
import { postgresPlaceholders } from './placeholders.ts';

/** PostgreSQL as the value types and the schema of Prefect need it. */
export class PrefectPostgreSqlPlatform extends PostgreSqlPlatform {
  readonly storage = postgresqlStorage;
  protected override readonly schemaHelper: PrefectPostgreSqlSchemaHelper = new PrefectPostgreSqlSchemaHelper(this);
  readonly #exceptionConverter = new PrefectExceptionConverter(this.exceptionConverter);

  readonly #formatter = markingFormatter(this, postgresPlaceholders);

  /** Also what MikroORM pastes reaches the database as a value. */
  override formatQuery(sql: string, params: readonly unknown[]): string {
    return this.#formatter.bind(sql, params).sql;
  }

  override getExceptionConverter(): PrefectExceptionConverter {
    return this.#exceptionConverter;
  }
}
