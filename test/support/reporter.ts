import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { dialectTitles } from './databases/database.ts';

const storage = Object.values(dialectTitles);

/** The spec reporter, and at the end how many tests ran on which database; `TEST_REPORT` names a file for the counts, as JSON. */
class DialectReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const passed = new Map<string, number>();
    runner.on(Mocha.Runner.constants.EVENT_TEST_PASS, (test) => {
      const place = placeOf(test);
      passed.set(place, (passed.get(place) ?? 0) + 1);
    });
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => report(passed, this.stats));
  }
}

function placeOf(test: Mocha.Test): string {
  const titles = test.titlePath();
  return storage.find((name) => titles.some((title) => title.endsWith(`, on ${name}`))) ?? 'no database';
}

function report(passed: ReadonlyMap<string, number>, stats: Mocha.Stats): void {
  const places = [...storage, 'no database'].map((place) => `${place}: ${passed.get(place) ?? 0}`);
  console.log(`  Passed on ${places.join(', ')}\n`);
  const path = process.env['TEST_REPORT'];
  if (path) {
    writeFileSync(path, JSON.stringify({ passed: stats.passes, failed: stats.failures, pending: stats.pending }));
  }
}

// mocha takes the module itself for the reporter, or its default export
export default DialectReporter;
