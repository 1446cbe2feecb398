import { expect } from 'chai';
import * as fc from 'fast-check';
import { DurationType, InstantType, stateTypes, StateTypeType, UuidType } from '../../src/domain/types/index.ts';
import { postgresql, sqlite } from '../domain/types/platforms.ts';
import { numRuns } from './runs.ts';

const platforms = { sqlite, postgresql };
const FIRST = -62_135_596_800_000_000n;
const LAST = 253_402_300_799_999_999n;

/** Microseconds of the years 1 to 9999, the ends and whole seconds among them more often than by chance. */
const instants = fc
  .oneof(
    fc.bigInt({ min: FIRST, max: LAST }),
    fc.bigInt({ min: FIRST / 1_000_000n, max: LAST / 1_000_000n }).map((seconds) => seconds * 1_000_000n),
    fc.bigInt({ min: 0n, max: 9n }).map((step) => FIRST + step),
    fc.bigInt({ min: 0n, max: 9n }).map((step) => LAST - step),
    fc.bigInt({ min: -9n, max: 9n }),
  )
  .map((microseconds) => Temporal.Instant.fromEpochNanoseconds(microseconds * 1000n));

const durations = fc
  .oneof(
    fc.bigInt({ min: FIRST, max: LAST }),
    fc.bigInt({ min: -200_000_000n, max: 200_000_000n }),
    fc.bigInt({ min: -9n, max: 9n }).map((d) => d * 86_400_000_000n),
  )
  .map((microseconds) => ({ microseconds, duration: durationOf(microseconds) }));

function durationOf(microseconds: bigint): Temporal.Duration {
  return Temporal.Duration.from({
    seconds: Number(microseconds / 1_000_000n),
    microseconds: Number(microseconds % 1_000_000n),
  });
}

for (const [dialect, platform] of Object.entries(platforms)) {
  describe(`values on ${dialect}`, () => {
    it('keeps every instant, and its text', () => {
      const type = new InstantType();
      fc.assert(
        fc.property(instants, (instant) => {
          const text = type.convertToDatabaseValue(instant, platform)!;
          const back = type.convertToJSValue(text, platform)!;
          expect(back.epochNanoseconds).to.equal(instant.epochNanoseconds);
          expect(type.convertToDatabaseValue(back, platform)).to.equal(text);
        }),
        { numRuns },
      );
    });

    it('keeps every duration, and its text', () => {
      const type = new DurationType();
      fc.assert(
        fc.property(durations, ({ microseconds, duration }) => {
          const text = type.convertToDatabaseValue(duration, platform)!;
          const back = type.convertToJSValue(text, platform)!;
          const read = (BigInt(back.hours) * 3600n + BigInt(back.minutes) * 60n + BigInt(back.seconds)) * 1_000_000n;
          expect(read + BigInt(back.milliseconds) * 1000n + BigInt(back.microseconds)).to.equal(microseconds);
          expect(type.convertToDatabaseValue(back, platform)).to.equal(text);
        }),
        { numRuns },
      );
    });

    it('brings every UUID into its one form', () => {
      const type = new UuidType();
      fc.assert(
        fc.property(fc.uuid(), fc.boolean(), fc.boolean(), (id, upper, bare) => {
          const spelled = bare ? id.replaceAll('-', '') : id;
          const text = type.convertToDatabaseValue(upper ? spelled.toUpperCase() : spelled, platform);
          expect(text).to.equal(id);
          expect(type.convertToDatabaseValue(type.convertToJSValue(text, platform), platform)).to.equal(text);
        }),
        { numRuns },
      );
    });

    it('keeps the members of an enumeration and nothing else', () => {
      const type = new StateTypeType();
      fc.assert(
        fc.property(fc.oneof(fc.constantFrom<string>(...stateTypes), fc.string()), (word) => {
          const known = (stateTypes as readonly string[]).includes(word);
          const write = () => type.convertToDatabaseValue(word, platform);
          if (known) {
            expect(type.convertToJSValue(write(), platform)).to.equal(word);
          } else {
            expect(write).to.throw();
          }
        }),
        { numRuns },
      );
    });
  });
}

it('sorts instants on SQLite by their text as by their time', () => {
  const type = new InstantType();
  fc.assert(
    fc.property(instants, instants, (a, b) => {
      const [textA, textB] = [type.convertToDatabaseValue(a, sqlite)!, type.convertToDatabaseValue(b, sqlite)!];
      expect(textA < textB).to.equal(Temporal.Instant.compare(a, b) < 0);
    }),
    { numRuns },
  );
});
