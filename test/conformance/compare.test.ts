import { expect } from 'chai';
import { type ComparisonRules, differences } from '../../conformance/support/compare.ts';
import { withOrder } from '../../conformance/support/undefined-order.ts';
import { parseJson, type JsonValue } from '../../src/domain/index.ts';

function pathsOf(expected: JsonValue, got: unknown, rules: ComparisonRules = {}): string[] {
  return differences(expected, got, rules).map(({ path }) => path);
}

describe('The comparison of the conformance runner', () => {
  it('names the place of every difference', () => {
    const paths = pathsOf(
      { error: null, rows: [{ id: 'a', n: 1 }] },
      { error: 'x', rows: [{ id: 'a', n: 2, more: 3 }] },
    );
    expect(paths).to.deep.equal(['error', 'rows[0].n', 'rows[0].more']);
  });

  it('tells lists of different lengths apart', () => {
    expect(pathsOf({ ids: [1, 2] }, { ids: [1] })).to.deep.equal(['ids.length']);
  });

  it('compares integers exactly, however large, and floats closely', () => {
    const large = parseJson('9007199254740993');
    expect(pathsOf(large, 9007199254740992)).to.deep.equal(['']);
    expect(pathsOf(0.1, 0.1 + 1e-12)).to.deep.equal([]);
    expect(pathsOf(0.1, 0.1001)).to.deep.equal(['']);
    expect(pathsOf(1000, 1001, { tolerance: () => 1 })).to.deep.equal([]);
    expect(pathsOf(1000, 1002, { tolerance: () => 1 })).to.deep.equal(['']);
  });

  it('takes no null, truth or text for a number', () => {
    expect(pathsOf(0, null)).to.have.length(1);
    expect(pathsOf(0, false)).to.have.length(1);
    expect(pathsOf(0, '0')).to.have.length(1);
  });

  it('compares moments, and their text where that counts', () => {
    expect(pathsOf('2024-03-10T12:00:00.100000Z', '2024-03-10T12:00:00.1Z')).to.deep.equal([]);
    expect(pathsOf('2024-03-10T12:00:00.100000Z', '2024-03-10T12:00:00.100001Z')).to.deep.equal(['']);
    expect(
      pathsOf({ raw: '2024-03-10 12:00:00+00' }, { raw: '2024-03-10T12:00:00Z' }, { exactText: /^raw/ }),
    ).to.deep.equal(['raw']);
  });

  it('pairs the items of a set in any order, each once', () => {
    const rules = { unordered: /^ids$/ };
    expect(pathsOf({ ids: ['a', 'b', 'b'] }, { ids: ['b', 'a', 'b'] }, rules)).to.deep.equal([]);
    expect(pathsOf({ ids: ['a', 'b', 'b'] }, { ids: ['b', 'a', 'a'] }, rules)).to.deep.equal(['ids[]']);
    expect(pathsOf({ ids: ['a'] }, { ids: ['a', 'c'] }, rules)).to.deep.equal(['ids[]']);
  });

  it('holds a generated value to the same value everywhere', () => {
    const expected = { one: '<generated:1>', again: '<generated:1>', any: '<generated>' };
    expect(pathsOf(expected, { one: 'x', again: 'x', any: 'y' })).to.deep.equal([]);
    expect(pathsOf(expected, { one: 'x', again: 'y', any: null })).to.deep.equal(['again', 'any']);
  });

  it('asks what the current time is', () => {
    const rules = { isNow: (value: unknown) => value === 'now' };
    expect(pathsOf(['<now>', '<now>'], ['now', 'then'], rules)).to.deep.equal(['[1]']);
    expect(pathsOf('<now>', '<now>')).to.deep.equal(['']);
  });

  it('permutes positions whose order is undefined, and no others', () => {
    const expected = { ids: ['a', 'b', 'c'] };
    expect(withOrder([[1, 2]], 'sqlite', expected, { ids: ['a', 'c', 'b'] })).to.deep.equal(expected);
    expect(withOrder({ sqlite: [[0, 1]] }, 'postgresql', expected, { ids: ['b', 'a', 'c'] })).to.deep.equal({
      ids: ['b', 'a', 'c'],
    });
    expect(withOrder([[1, 2]], 'sqlite', expected, { ids: ['a', 'c', 'x'] })).to.deep.equal({ ids: ['a', 'c', 'x'] });
  });
});
