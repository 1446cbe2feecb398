import { fit } from '../terminal/width.ts';
import type { Look } from './render.ts';

const stepWidth = 32;

type Step = readonly [command: string, gives: string];

/** How a person runs `show`: in a clone, or where the package is installed. */
export type Invocation = 'npm start --' | 'prefect-orm show';

const further: Record<Invocation, Step[]> = {
  'npm start --': [
    ['README.md', 'how to use it from TypeScript; migrations'],
    ['docs/life-of-a-run.md', 'what states, run time and lateness mean'],
  ],
  'prefect-orm show': [
    ['prefect-orm migrate status URL', 'whether the schema is the supported one'],
    ['prefect-orm --help', 'what else there is'],
  ],
};

/** What a person may want to do next. */
export function renderNextSteps(invocation: Invocation, { paint }: Look): string[] {
  const steps: Step[] = [
    [`${invocation} FILE-OR-URL`, 'a Prefect database of your own, read only'],
    [`${invocation} --latest 50`, 'more of the latest runs'],
    [`${invocation} --json | jq`, 'the same for programs'],
    [`${invocation} --help`, 'all options, with examples'],
    ...further[invocation],
  ];
  return [paint.title('Next steps'), ...steps.map(([step, gives]) => `  ${fit(step, stepWidth)}${paint.faint(gives)}`)];
}
