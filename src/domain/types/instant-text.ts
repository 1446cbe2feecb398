/** The first and last moments that Python's `datetime` knows; its PostgreSQL driver sends them as the infinities. */
export const earliest = Temporal.Instant.from('0001-01-01T00:00:00Z');
export const latest = Temporal.Instant.from('9999-12-31T23:59:59.999999Z');

/** `YYYY-MM-DD HH:MM:SS.ffffff` in UTC, or undefined outside the years 1 to 9999. What is finer than a microsecond is cut. */
export function fixedText(instant: Temporal.Instant): string | undefined {
  const text = instant.toString({ smallestUnit: 'microsecond' });
  // a year outside 0 to 9999 has a sign and six digits
  return text.length === 27 && !text.startsWith('0000') ? `${text.slice(0, 10)} ${text.slice(11, 26)}` : undefined;
}

/** The same without trailing zeros and with the zone, as PostgreSQL prints it in UTC: `2026-02-28 01:02:03.12+00`. */
export function printedText(fixed: string): string {
  return `${fixed.slice(0, 19)}${fixed.slice(19).replace(/\.?0+$/, '')}+00`;
}

/**
 * Reads a text with or without a fraction and zone; without one it is in UTC.
 *
 * @throws RangeError for anything else
 */
export function parseInstant(text: string): Temporal.Instant {
  return Temporal.Instant.from(/[Z+]/.test(text) ? text : `${text}Z`);
}
