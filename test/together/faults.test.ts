import { expect } from 'chai';
import { killedAtAStatement } from '../../faults/killed-at-a-statement.ts';
import { migration } from '../../faults/jobs/migration.ts';
import { killedInAFlush } from '../../faults/killed-in-a-flush.ts';
import { killedIn } from '../../faults/killed-in-a-job.ts';
import { FaultRun } from '../../faults/support/fault-run.ts';
import { dialectTitles } from '../support/databases/index.ts';
import { wantedDialects } from '../support/dialects.ts';

/** `npm run faults` has more of them. */
const rounds = 4;

for (const dialect of wantedDialects()) {
  describe(`A process that is killed, on ${dialectTitles[dialect]}`, () => {
    for (const fault of [killedInAFlush, killedAtAStatement]) {
      it(`leaves whole units of work or nothing: ${fault.title}`, async function () {
        this.timeout(180_000);
        const run = await new FaultRun(fault, dialect, { rounds, seed: 1, print: () => {} }).run();
        expect(run.failures).to.deep.equal([]);
        expect(run.passed).to.equal(rounds + 1);
      });
    }

    it('leaves a whole schema or nothing of it, and the next process finishes', async function () {
      this.timeout(180_000);
      const run = await new FaultRun(killedIn(migration), dialect, { rounds: 2, seed: 1, print: () => {} }).run();
      expect(run.failures).to.deep.equal([]);
      expect(run.passed).to.equal(2);
    });
  });
}
