import { expect } from 'chai';
import {
  DeploymentStatusType,
  DurationType,
  InstantType,
  InvalidValueError,
  StateTypeType,
  UuidType,
  WorkerStatusType,
  zeroDuration,
} from '../../../src/domain/types/index.ts';
import { postgresql, sqlite, thrownBy } from './platforms.ts';

const property = {} as never;

describe('InstantType', () => {
  const type = new InstantType();

  // the reference's own rows, written on both databases
  const stored: [instant: string, sqlite: string, postgresql: string][] = [
    ['2026-02-28T23:59:59Z', '2026-02-28 23:59:59.000000', '2026-02-28 23:59:59+00'],
    ['2026-02-28T01:02:03.12Z', '2026-02-28 01:02:03.120000', '2026-02-28 01:02:03.12+00'],
    ['2026-02-28T01:02:03.000004+05:45', '2026-02-27 19:17:03.000004', '2026-02-27 19:17:03.000004+00'],
    ['1969-12-31T23:59:59.999999Z', '1969-12-31 23:59:59.999999', '1969-12-31 23:59:59.999999+00'],
    ['0001-01-01T00:00:00Z', '0001-01-01 00:00:00.000000', '-infinity'],
    ['0001-01-01T00:00:00.000001Z', '0001-01-01 00:00:00.000001', '0001-01-01 00:00:00.000001+00'],
    ['0999-01-01T00:00:00Z', '0999-01-01 00:00:00.000000', '0999-01-01 00:00:00+00'],
    ['9999-12-31T23:59:59.999999Z', '9999-12-31 23:59:59.999999', 'infinity'],
    ['9999-12-31T23:59:59.999998Z', '9999-12-31 23:59:59.999998', '9999-12-31 23:59:59.999998+00'],
  ];
  for (const [given, onSqlite, onPostgresql] of stored) {
    it(`stores ${given} as the reference does, and reads it back`, () => {
      const instant = Temporal.Instant.from(given);
      for (const [platform, text] of [
        [sqlite, onSqlite],
        [postgresql, onPostgresql],
      ] as const) {
        expect(type.convertToDatabaseValue(instant, platform)).to.equal(text);
        expect(String(type.convertToJSValue(text, platform))).to.equal(String(instant));
      }
    });
  }

  it('refuses years that Python has no date for', () => {
    for (const given of ['0000-12-31T23:59:59.999999Z', '-000001-01-01T00:00:00Z', '+010000-01-01T00:00:00Z']) {
      expect(thrownBy(() => type.convertToDatabaseValue(Temporal.Instant.from(given), sqlite))).to.be.instanceOf(
        InvalidValueError,
      );
    }
  });

  it('refuses what is no instant, such as a time without a zone', () => {
    for (const given of ['2024-03-10T12:00:00', Temporal.PlainDateTime.from('2024-03-10T12:00'), 5]) {
      expect(thrownBy(() => type.convertToDatabaseValue(given, sqlite))).to.be.instanceOf(InvalidValueError);
    }
  });

  it('cuts what is finer than a microsecond downwards, before 1970 too', () => {
    expect(type.convertToDatabaseValue(Temporal.Instant.fromEpochNanoseconds(1999n), sqlite)).to.equal(
      '1970-01-01 00:00:00.000001',
    );
    expect(type.convertToDatabaseValue(Temporal.Instant.fromEpochNanoseconds(-1n), sqlite)).to.equal(
      '1969-12-31 23:59:59.999999',
    );
  });

  it('takes another spelling of the same moment for no change', () => {
    expect(type.compareValues('2026-01-01 00:00:00', '2026-01-01 00:00:00.000000')).to.equal(true);
    expect(type.compareValues('infinity', 'infinity')).to.equal(true);
    expect(type.compareValues('infinity', '2026-01-01 00:00:00+00')).to.equal(false);
    expect(type.compareValues('2026-01-01 00:00:00.000001', '2026-01-01 00:00:00.000000')).to.equal(false);
  });

  it('says that a stored text is no timestamp', () => {
    for (const text of ['0044-03-15 00:00:00 BC', '2026-02-30 00:00:00.000000', 'soon']) {
      expect(thrownBy(() => type.convertToJSValue(text, sqlite))).to.be.instanceOf(InvalidValueError);
    }
  });

  it('survives a cursor', () => {
    const instant = Temporal.Instant.from('2026-02-28T01:02:03.000004Z');
    expect(String(type.fromJSON(JSON.parse(JSON.stringify(type.toJSON(instant, sqlite)))))).to.equal(String(instant));
  });

  it('declares its column by the storage', () => {
    expect([type.getColumnType(property, sqlite), type.getColumnType(property, postgresql)]).to.deep.equal([
      'DATETIME',
      'timestamptz',
    ]);
  });
});

describe('DurationType', () => {
  const type = new DurationType();

  // the reference's own rows, written on both databases
  const stored: [duration: Temporal.DurationLike, sqlite: string | undefined, postgresql: string][] = [
    [{}, '1970-01-01 00:00:00.000000', '00:00:00'],
    [{ microseconds: 1 }, '1970-01-01 00:00:00.000001', '00:00:00.000001'],
    [{ milliseconds: 1500 }, '1970-01-01 00:00:01.500000', '00:00:01.5'],
    [{ hours: 36 }, '1970-01-02 12:00:00.000000', '1 day 12:00:00'],
    [{ days: 400 }, '1971-02-05 00:00:00.000000', '400 days'],
    [{ days: 400, microseconds: 1 }, '1971-02-05 00:00:00.000001', '400 days 00:00:00.000001'],
    [{ seconds: -90, milliseconds: -250 }, '1969-12-31 23:58:29.750000', '-1 days +23:58:29.75'],
    [{ days: -400 }, '1968-11-27 00:00:00.000000', '-400 days'],
    [{ days: -719162 }, '0001-01-01 00:00:00.000000', '-719162 days'],
    [{ days: 2932896 }, '9999-12-31 00:00:00.000000', '2932896 days'],
    [{ days: 2932897 }, undefined, '2932897 days'],
  ];
  for (const [given, onSqlite, onPostgresql] of stored) {
    it(`stores ${JSON.stringify(given)} as the reference does, and reads it back`, () => {
      const duration = Object.keys(given).length === 0 ? zeroDuration : Temporal.Duration.from(given);
      for (const [platform, text] of [
        [sqlite, onSqlite],
        [postgresql, onPostgresql],
      ] as const) {
        if (text === undefined) {
          expect(thrownBy(() => type.convertToDatabaseValue(duration, platform))).to.be.instanceOf(InvalidValueError);
          continue;
        }
        expect(type.convertToDatabaseValue(duration, platform)).to.equal(text);
        expect(type.convertToJSValue(text, platform)!.total('seconds')).to.equal(duration.total('seconds'));
      }
    });
  }

  it('counts a week as 7 days of 24 hours', () => {
    expect(type.convertToDatabaseValue(Temporal.Duration.from({ weeks: 1 }), postgresql)).to.equal('7 days');
  });

  it('reads a duration that can be added to an instant', () => {
    const duration = type.convertToJSValue('400 days 00:00:01', postgresql)!;
    expect(String(Temporal.Instant.from('1970-01-01T00:00:00Z').add(duration))).to.equal('1971-02-05T00:00:01Z');
  });

  it('reads the integer 0, which is the server default of SQLite, as no time', () => {
    expect(type.convertToJSValue(0, sqlite)!.blank).to.equal(true);
    expect(type.compareValues(0, '1970-01-01 00:00:00.000000')).to.equal(true);
  });

  it('reads months as the driver of the reference does: 30 days, years 365', () => {
    expect(type.convertToJSValue('1 year 2 mons 3 days', postgresql)!.total('days')).to.equal(428);
  });

  it('refuses months and years, whose length is not known, and what is no duration', () => {
    for (const given of [Temporal.Duration.from({ months: 1 }), Temporal.Duration.from({ years: 1 }), 'PT1H', 60]) {
      expect(thrownBy(() => type.convertToDatabaseValue(given, postgresql))).to.be.instanceOf(InvalidValueError);
    }
  });

  it('takes another spelling of the same length for no change', () => {
    expect(type.compareValues('36:00:00', '1 day 12:00:00')).to.equal(true);
    expect(type.compareValues('-00:00:01', '-1 days +23:59:59')).to.equal(true);
    expect(type.compareValues('00:00:01', '00:00:02')).to.equal(false);
  });
});

describe('UuidType', () => {
  const type = new UuidType();
  const id = '3cddb0ce-2fec-5711-80f1-b5405760c9c2';

  it('brings every spelling that the reference takes into one form', () => {
    for (const given of [id, id.toUpperCase(), id.replaceAll('-', '')]) {
      expect(type.convertToDatabaseValue(given, sqlite)).to.equal(id);
      expect(type.convertToDatabaseValue(given, postgresql)).to.equal(id);
    }
  });

  it('takes braces and urn on SQLite only, as the drivers of the reference do', () => {
    for (const given of [`{${id}}`, `urn:uuid:${id}`, `{${id.replaceAll('-', '')}}`]) {
      expect(type.convertToDatabaseValue(given, sqlite)).to.equal(id);
      expect(
        thrownBy(() => type.convertToDatabaseValue(given, postgresql)),
        given,
      ).to.be.instanceOf(InvalidValueError);
    }
  });

  it('refuses what is no UUID', () => {
    for (const given of ['not a uuid', '', id.slice(1), `${id}0`, id.replace('3', 'g'), 5]) {
      expect(thrownBy(() => type.convertToDatabaseValue(given, sqlite))).to.be.instanceOf(InvalidValueError);
    }
  });

  it('reads the spelling of another program as the same id, which is no change', () => {
    expect(type.convertToJSValue(id.toUpperCase(), sqlite)).to.equal(id);
    expect(type.compareValues(id.toUpperCase(), id)).to.equal(true);
  });
});

describe('EnumStringType', () => {
  it('refuses what is not among its members, on both databases', () => {
    for (const platform of [sqlite, postgresql]) {
      for (const value of ['running', 'NOPE', '', 1]) {
        expect(thrownBy(() => new StateTypeType().convertToDatabaseValue(value, platform))).to.be.instanceOf(
          InvalidValueError,
        );
      }
      expect(new StateTypeType().convertToDatabaseValue('CANCELLING', platform)).to.equal('CANCELLING');
      expect(new DeploymentStatusType().convertToDatabaseValue(null, platform)).to.equal(null);
    }
  });

  it('declares a native type, or a text of the length that the migrations gave it', () => {
    expect(
      [new StateTypeType(), new WorkerStatusType()].map((type) => [
        type.getColumnType(property, sqlite),
        type.getColumnType(property, postgresql),
      ]),
    ).to.deep.equal([
      ['VARCHAR(9)', 'state_type'],
      ['VARCHAR(7)', 'worker_status'],
    ]);
  });
});
