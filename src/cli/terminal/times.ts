const units = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3600 },
  { name: 'min', seconds: 60 },
] as const;

// from here on hours are left out, and the text stays within eleven characters
const manyDays = 1000;

/** `46 ms`, `3.20 s`, `2 min 05 s`, `3 h 04 min`, `2 d 03 h`, `1234 d`: two numbers at most, cut and never rounded up. */
export function spelledDuration(duration: Temporal.Duration): string {
  const sign = duration.sign < 0 ? '-' : '';
  // days of a duration are 24 hours here, as in both databases
  const microseconds = Math.abs(Math.trunc(duration.total({ unit: 'microseconds' })));
  const seconds = Math.trunc(microseconds / 1_000_000);
  if (microseconds === 0) {
    return '0 s';
  }
  if (microseconds < 1000) {
    return `${sign}${microseconds} µs`;
  }
  if (seconds < 1) {
    return `${sign}${Math.trunc(microseconds / 1000)} ms`;
  }
  if (seconds < 60) {
    const hundredths = Math.trunc(microseconds / 10_000);
    return `${sign}${Math.trunc(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')} s`;
  }
  return sign + inTwoUnits(seconds);
}

function inTwoUnits(seconds: number): string {
  const index = units.findIndex((unit) => seconds >= unit.seconds);
  const great = units[index]!;
  const small = units[index + 1] ?? { name: 's', seconds: 1 };
  const rest = Math.trunc((seconds % great.seconds) / small.seconds);
  const many = Math.trunc(seconds / great.seconds);
  if (great.name === 'd' && many >= manyDays) {
    return `${many} d`;
  }
  return `${many} ${great.name} ${String(rest).padStart(2, '0')} ${small.name}`;
}

/** `2026-11-23 06:11:12`, in UTC. */
export function spelledInstant(instant: Temporal.Instant): string {
  return instant.toString({ fractionalSecondDigits: 0, roundingMode: 'trunc' }).replace('T', ' ').slice(0, -1);
}
