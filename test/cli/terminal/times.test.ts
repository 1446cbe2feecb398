import { expect } from 'chai';
import { spelledDuration, spelledInstant } from '../../../src/cli/terminal/times.ts';

describe('times in words', () => {
  const cases: [string, string][] = [
    ['PT0S', '0 s'],
    ['PT0.000012S', '12 µs'],
    ['PT0.9999S', '999 ms'],
    ['PT3.19697S', '3.19 s'],
    ['PT59.999S', '59.99 s'],
    ['PT60S', '1 min 00 s'],
    ['PT125S', '2 min 05 s'],
    ['PT3H4M59S', '3 h 04 min'],
    ['PT47H59M', '1 d 23 h'],
    ['P999DT23H', '999 d 23 h'],
    ['P1000DT23H', '1000 d'],
    ['-PT90.25S', '-1 min 30 s'],
  ];
  for (const [duration, text] of cases) {
    it(`spells ${duration} as ${text}`, () => {
      expect(spelledDuration(Temporal.Duration.from(duration))).to.equal(text);
    });
  }

  it('spells an instant in UTC and cuts its fraction', () => {
    expect(spelledInstant(Temporal.Instant.from('2026-11-23T07:11:12.999999+01:00'))).to.equal('2026-11-23 06:11:12');
  });
});
