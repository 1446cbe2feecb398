import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { expect } from 'chai';
import { newId, Variable } from '../../../src/domain/index.ts';
import {
  createVariable,
  deleteVariable,
  readVariable,
  updateVariable,
  type VariableKey,
} from '../../../src/services/variables/index.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { uniqueName } from '../../support/factories.ts';

describeEachDialect('A variable', (db) => {
  for (const by of ['id', 'name'] as const) {
    const keyOf = ({ id, name }: Variable): VariableKey => (by === 'id' ? { id } : { name });

    it(`is made, read, changed and deleted by its ${by}`, async () => {
      const made = await createVariable(db.em(), { name: uniqueName('v'), value: { big: 9007199254740993n } });
      const key = keyOf(made);
      expect(await readVariable(db.em(), key)).to.deep.include({ value: { big: 9007199254740993n }, tags: [] });
      const changed = await updateVariable(db.em(), key, { tags: ['a'] });
      expect(changed).to.deep.include({ id: made.id, tags: ['a'], value: { big: 9007199254740993n } });
      expect(await updateVariable(db.em(), key, { value: null })).to.have.property('value', null);
      expect(await deleteVariable(db.em(), key)).to.equal(true);
      expect(await deleteVariable(db.em(), key)).to.equal(false);
      expect(await readVariable(db.em(), key)).to.equal(null);
      expect(await updateVariable(db.em(), key, { value: 1 })).to.equal(null);
    });
  }

  it('is refused a name that another one has', async () => {
    const [first, second] = [uniqueName('v'), uniqueName('v')];
    await createVariable(db.em(), { name: first });
    await createVariable(db.em(), { name: second });
    for (const work of [
      createVariable(db.em(), { name: first }),
      updateVariable(db.em(), { name: second }, { name: first }),
    ]) {
      expect(await work.catch((error: unknown) => error)).to.be.instanceOf(UniqueConstraintViolationException);
    }
    expect(await db.em().count(Variable, { name: first })).to.equal(1);
  });

  it('holds up to 5,000 bytes of JSON', async () => {
    const name = uniqueName('v');
    await createVariable(db.em(), { name, value: 'ü'.repeat(2499) });
    await expectRefusal(db, 'changes.value', (em) => updateVariable(em, { name }, { value: 'ü'.repeat(2500) }));
  });

  it('is refused by the path of what makes no sense', async () => {
    await expectRefusal(db, 'variable.name', (em) => createVariable(em, { name: 'No' }));
    await expectRefusal(db, 'variable.name', (em) => createVariable(em, { name: 'a'.repeat(256) }));
    await expectRefusal(db, 'variable.value', (em) => createVariable(em, { name: 'a', value: Symbol('x') as never }));
    await expectRefusal(db, 'key', (em) => readVariable(em, {} as never));
    await expectRefusal(db, 'key', (em) => deleteVariable(em, { id: newId(), name: 'a' }));
  });
});
