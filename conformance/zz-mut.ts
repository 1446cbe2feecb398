import { ConformanceDatabase } from '/work/main/conformance/support/database.ts';
import { runFile } from '/work/main/conformance/support/run.ts';
import { readVectors } from '/work/main/conformance/support/vectors.ts';
import { cleanUp } from '/work/main/test/support/cleanup.ts';
import { cascades } from '/work/main/conformance/cascades.ts';
import { naming } from '/work/main/conformance/naming.ts';
import { serverDefaults } from '/work/main/conformance/server-defaults.ts';
import { sortExpressions } from '/work/main/conformance/sort-expressions.ts';
import { types } from '/work/main/conformance/types.ts';
import { upserts } from '/work/main/conformance/upserts.ts';
const suites = [cascades, naming, serverDefaults, sortExpressions, types, upserts];
for (const d of ['sqlite', 'postgresql'] as const) {
  const db = await ConformanceDatabase.open(d);
  for (const f of readVectors('/var/tmp/conf1-backup/mut')) {
    const r = await runFile(f, suites.find((s) => s.file === f.file), db);
    const failed = new Set(r.failures.map((x) => x.vector.id));
    console.log(f.file, d, 'cases', r.cases, 'failed', r.failures.length, 'SURVIVED', f.cases.filter((c) => !failed.has(c.id)).map((c) => `${c.id} ${c.title}`));
  }
  await db.close();
}
await cleanUp();
