import type { EntityManager } from '@mikro-orm/core';
import { expect } from 'chai';
import { InvalidArgumentError } from '../../../src/queries/errors.ts';
import type { TestDatabase } from '../../support/dialects.ts';

/** Makes sure that a query is refused for one of its arguments, and sends nothing. */
export async function expectRefusal(
  db: TestDatabase,
  parameter: string,
  query: (em: EntityManager) => Promise<unknown>,
): Promise<void> {
  let refusal: unknown;
  const sent = await db.statements(async () => {
    refusal = await query(db.em()).catch((error: unknown) => error);
  });
  expect(refusal).to.be.instanceOf(InvalidArgumentError);
  expect((refusal as InvalidArgumentError).parameter).to.equal(parameter);
  expect(sent).to.deep.equal([]);
}
