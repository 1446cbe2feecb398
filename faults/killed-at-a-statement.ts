import { expect } from 'chai';
import { dialects } from '../test/support/databases/index.ts';
import { FlushedDatabase, type Rest } from './flush/flushed-database.ts';
import type { Fault, Round } from './support/fault.ts';

const statesOfARun = 3;

/** A process kills itself behind each statement of a flush in turn: after the last one all is there, before it nothing. */
export const killedAtAStatement: Fault = {
  title: 'kill -9 after each statement of a flush',
  dialects,

  async run(context) {
    let database = await FlushedDatabase.make(context, statesOfARun);
    const statements = await statementsOf(database);
    // fewer rounds than statements are spread over them, and the last is after the commit
    const step = Math.max(1, statements.length / context.rounds);
    for (let round = 0; round < context.rounds; round += 1) {
      const position = (Math.ceil((round + 1) * step) - 1) % statements.length;
      const isWhole = await context.round(killAfter(database, statements, position));
      if (!isWhole) {
        database = await FlushedDatabase.make(context, statesOfARun);
      }
    }
    await context.round(database.goOn);
  },
};

/** What a flush sends that is not cut off. */
async function statementsOf(database: FlushedDatabase): Promise<readonly string[]> {
  const work = await database.work({ units: 1 });
  await database.check(work);
  return work.ended[0]?.statements ?? [];
}

function killAfter(database: FlushedDatabase, statements: readonly string[], position: number): Round {
  const isLast = position === statements.length - 1;
  const expected: Rest = isLast ? 'the whole unit' : 'nothing of the unit';
  return async (tell) => {
    tell(`after ${position + 1} of ${statements.length}, ${shortened(statements[position] ?? '')}`);
    const work = await database.work({ units: 1, statements: position + 1 });
    expect(await database.check(work)).to.equal(expected);
    return expected;
  };
}

/** What is done to which table. */
function shortened(statement: string): string {
  return statement.replace(/^(\w+(?: into)?)\b\W*(\w*).*$/s, '$1 $2').trim();
}
