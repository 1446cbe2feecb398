import { expect } from 'chai';
import { cut, fit, printable, widthOf } from '../../../src/cli/terminal/width.ts';

describe('the width of text on a terminal', () => {
  it('counts two cells for East Asian characters and pictures', () => {
    expect(widthOf('étl-日本語')).to.equal(10);
    expect(widthOf('🚀')).to.equal(2);
    expect(widthOf('👩‍🚀')).to.equal(2);
  });

  it('counts no cell for marks that combine', () => {
    expect(widthOf('e\u0301')).to.equal(1);
  });

  it('cuts what is too long, and shows that it did', () => {
    expect(cut('run-東京-42', 8)).to.equal('run-東…');
    expect(cut('run-東京', 8)).to.equal('run-東京');
  });

  it('fits text into a column on either side', () => {
    expect(fit('ab', 4)).to.equal('ab  ');
    expect(fit('ab', 4, 'right')).to.equal('  ab');
    expect(widthOf(fit('日本語日本語', 6))).to.equal(6);
  });

  it('keeps control characters of a database away from the terminal', () => {
    expect(printable('a\u001b[31mb\nc\u202ed')).to.equal('a·[31mb·c·d');
    expect(printable('Łódź 👩‍🚀')).to.equal('Łódź 👩‍🚀');
  });
});
