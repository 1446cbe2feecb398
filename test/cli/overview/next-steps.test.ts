import { expect } from 'chai';
import { type Invocation, renderNextSteps } from '../../../src/cli/overview/next-steps.ts';
import { paintFor } from '../../../src/cli/terminal/paint.ts';
import { widthOf } from '../../../src/cli/terminal/width.ts';

const look = { width: 80, paint: paintFor(false) };

describe('the next steps', () => {
  for (const invocation of ['npm start --', 'prefect-orm show'] satisfies Invocation[]) {
    it(`are what a person types who typed ${invocation}`, () => {
      const lines = renderNextSteps(invocation, look);
      expect(lines[1]).to.match(
        new RegExp(`^ {2}${invocation} FILE-OR-URL +a Prefect database of your own, read only$`),
      );
      expect(lines.join('\n')).to.contain(`${invocation} --json | jq`);
      expect(Math.max(...lines.map(widthOf))).to.be.at.most(80);
    });
  }
});
