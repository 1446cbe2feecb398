import { expect } from 'chai';
import { wantedDialects } from '../../support/dialects.ts';
import { failureOf } from '../../support/failure.ts';
import { plantRows } from './planted.ts';
import { copy, databasesOfSuite, run } from './support.ts';

/** Ends the server's side of whoever comes to it. */
const endConnection = (returns: string) =>
  `create function end_connection() returns ${returns} language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); end $$`;

const moments: Readonly<Record<string, readonly string[]>> = {
  'when it begins': [
    endConnection('event_trigger'),
    `create event trigger lost on ddl_command_end when tag in ('CREATE TABLE') execute function end_connection()`,
  ],
  'at a commit': [
    endConnection('trigger'),
    'create constraint trigger lost after insert on variable deferrable initially deferred for each row execute function end_connection()',
  ],
  'when it ends': [
    endConnection('event_trigger'),
    `create event trigger lost on sql_drop when tag in ('DROP TABLE') execute function end_connection()`,
  ],
};

if (wantedDialects().includes('postgresql')) {
  // and is over: connections that were not given back would be waited for
  describe('A copy that loses its connection, on PostgreSQL', function () {
    this.timeout(60_000);
    const databases = databasesOfSuite();

    for (const [moment, statements] of Object.entries(moments)) {
      it(`fails by it ${moment}, and goes on with resume`, async () => {
        const [source, target] = [await databases.migrated('postgresql'), await databases.migrated('postgresql')];
        await plantRows(source);
        await run(target, ...statements);
        const error = await failureOf(copy(source, target));
        expect(error['name'], error.message).to.equal('ConnectionException');
        await run(target, 'drop function end_connection cascade');
        const { differing } = await copy(source, target, { resume: true });
        expect(differing).to.deep.equal([]);
      });
    }
  });
}
