const DAY = 86_400_000_000n;

/** Whole microseconds of a duration; undefined if it has years or months, whose length is not known. */
export function toMicroseconds(duration: Temporal.Duration): bigint | undefined {
  if (duration.years !== 0 || duration.months !== 0) {
    return undefined;
  }
  const days = BigInt(duration.weeks) * 7n + BigInt(duration.days);
  const seconds = BigInt(duration.hours) * 3600n + BigInt(duration.minutes) * 60n + BigInt(duration.seconds);
  const parts = BigInt(duration.milliseconds) * 1000n + BigInt(duration.microseconds);
  // nanoseconds are cut, as the databases do
  return days * DAY + seconds * 1_000_000n + parts + BigInt(duration.nanoseconds) / 1000n;
}

/** A duration in hours and below; its parts all have the sign of the whole. */
export function fromMicroseconds(total: bigint): Temporal.Duration {
  const seconds = total / 1_000_000n;
  const rest = Number(total % 1_000_000n);
  return new Temporal.Duration(
    0,
    0,
    0,
    0,
    Number(seconds / 3600n),
    Number((seconds % 3600n) / 60n),
    Number(seconds % 60n),
    Math.trunc(rest / 1000),
    rest % 1000,
  );
}

/** As PostgreSQL prints an interval of days and microseconds that Python's `timedelta` gave it: `-1 days +23:58:29.75`. */
export function intervalText(total: bigint): string {
  // the days of a timedelta are rounded down, so that the rest is never negative
  const rest = ((total % DAY) + DAY) % DAY;
  const days = (total - rest) / DAY;
  const seconds = rest / 1_000_000n;
  const fraction = String(rest % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const clock = [seconds / 3600n, (seconds % 3600n) / 60n, seconds % 60n]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  const time = fraction ? `${clock}.${fraction}` : clock;
  if (days === 0n) {
    return time;
  }
  const name = days === 1n ? 'day' : 'days';
  if (rest === 0n) {
    return `${days} ${name}`;
  }
  return `${days} ${name} ${days < 0n ? '+' : ''}${time}`;
}

const INTERVAL =
  /^(?:(-?\d+) years? ?)?(?:\+?(-?\d+) mons? ?)?(?:\+?(-?\d+) days? ?)?(?:([-+]?)(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?$/;

/** Microseconds of an interval in PostgreSQL's `postgres` style; undefined for anything else. Months count 30 days, years 365. */
export function parseInterval(text: string): bigint | undefined {
  const parts = text === '' ? null : INTERVAL.exec(text);
  if (!parts) {
    return undefined;
  }
  const [, years, months, days, sign, hours = '0', minutes = '0', seconds = '0', fraction = ''] = parts;
  const time =
    (BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds)) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
  const whole = BigInt(years ?? 0) * 365n + BigInt(months ?? 0) * 30n + BigInt(days ?? 0);
  return whole * DAY + (sign === '-' ? -time : time);
}
