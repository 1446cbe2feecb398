/** How many cases a property is tried with: a thousand in the suite, PROPERTY_RUNS in the command of its own. */
export const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 1000);
