import { sql, type Statement } from '../../statement.ts';

export function averageLateness(): Statement {
  return sql`extract(epoch from avg(estimated_start_time_delta))::double precision`;
}
