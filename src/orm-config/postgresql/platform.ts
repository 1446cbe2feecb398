import { PostgreSqlPlatform } from '@mikro-orm/postgresql';
import { postgresqlStorage } from '../../domain/types/storage.ts';
import { PrefectExceptionConverter } from '../exception-converter.ts';
import { PrefectPostgreSqlSchemaHelper } from '../schema/index.ts';

/** PostgreSQL as the value types and the schema of Prefect need it. */
export class PrefectPostgreSqlPlatform extends PostgreSqlPlatform {
  readonly storage = postgresqlStorage;
  protected override readonly schemaHelper: PrefectPostgreSqlSchemaHelper = new PrefectPostgreSqlSchemaHelper(this);
  readonly #exceptionConverter = new PrefectExceptionConverter(this.exceptionConverter);

  override getExceptionConverter(): PrefectExceptionConverter {
    return this.#exceptionConverter;
  }
}
