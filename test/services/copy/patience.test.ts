import { expect } from 'chai';
import { wantedDialects } from '../../support/dialects.ts';
import { plantRows } from './planted.ts';
import { copy, databasesOfSuite, run } from './support.ts';

if (wantedDialects().includes('postgresql')) {
  describe('A copy whose statements take longer than questions may, on PostgreSQL', function () {
    this.timeout(60_000);
    const databases = databasesOfSuite();

    it('is not cut off', async () => {
      const [source, target] = [await databases.migrated('postgresql'), await databases.migrated('postgresql')];
      await plantRows(source);
      await run(
        target,
        'create function pause() returns trigger language plpgsql as $$ begin perform pg_sleep(1.5); return null; end $$',
        'create trigger pause after insert on variable for each statement execute function pause()',
      );
      const { differing } = await copy(source, `${target}?command_timeout=1`);
      expect(differing).to.deep.equal([]);
    });
  });
}
