import { expect } from 'chai';
import { wrap } from '../../../src/cli/terminal/wrap.ts';

describe('wrapped lines', () => {
  it('break between pieces only', () => {
    expect(wrap(['Pending 1 s →', 'Running 2 s →', 'Completed'], ' ', 30, '  ')).to.deep.equal([
      '  Pending 1 s → Running 2 s →',
      '  Completed',
    ]);
  });

  it('leave a piece whole that is longer than the line', () => {
    expect(wrap(['a', 'b'.repeat(10), 'c'], ' ', 6, '')).to.deep.equal(['a', 'b'.repeat(10), 'c']);
  });
});
