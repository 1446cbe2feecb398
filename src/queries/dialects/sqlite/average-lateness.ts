import { terminalStateTypes } from '../../../domain/index.ts';
import { sql, type Statement } from '../../statement.ts';

/** In whole seconds, as the reference does it here: each time is cut to its second, the present one too. */
export function averageLateness(): Statement {
  return sql`avg(case
    when start_time > expected_start_time then strftime('%s', start_time) - strftime('%s', expected_start_time)
    when start_time is null and state_type not in (${terminalStateTypes}) and expected_start_time < datetime('now')
      then strftime('%s', datetime('now')) - strftime('%s', expected_start_time)
    else 0 end)`;
}
