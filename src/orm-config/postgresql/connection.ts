import { PostgreSqlConnection } from '@mikro-orm/postgresql';
import { Utils } from '@mikro-orm/core';
import { TypeOverrides } from 'pg';

export class PrefectPostgreSqlConnection extends PostgreSqlConnection {
  override mapOptions(overrides: Parameters<PostgreSqlConnection['mapOptions']>[0]) {
    const types = new TypeOverrides();
    for (const oid of [114, 3802, 1082, 1114, 1184, 1186]) {
      types.setTypeParser(oid, (text: string) => text);
    }
    return Utils.mergeConfig(super.mapOptions(overrides), { types, options: '-c TimeZone=UTC -c IntervalStyle=postgres -c DateStyle=ISO' });
  }
}
