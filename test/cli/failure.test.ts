import { expect } from 'chai';
import { NoDatabaseFileError } from '../../src/cli/errors.ts';
import { exitCodeOf, explained, sentenceOf } from '../../src/cli/failure.ts';

describe('a failure in words', () => {
  it('is the sentence of our own error, with its code', () => {
    expect(sentenceOf(new NoDatabaseFileError('x.db'))).to.equal(
      'There is no file x.db: give the path of an SQLite database, or a URL such as postgresql://user@host/prefect. [NO_DATABASE_FILE]',
    );
  });

  it('is the first line of another error', () => {
    expect(sentenceOf(new Error('no such table: flow_run\nselect 1'))).to.equal('no such table: flow_run');
  });

  it('names every reason when all addresses of a server failed', () => {
    const refused = new AggregateError([
      new Error('connect ECONNREFUSED ::1:5432'),
      new Error('connect ECONNREFUSED 127.0.0.1:5432'),
    ]);
    expect(sentenceOf(refused)).to.equal('connect ECONNREFUSED ::1:5432; connect ECONNREFUSED 127.0.0.1:5432');
  });

  it('says how to learn more about an error without words', () => {
    expect(sentenceOf(new Error())).to.contain('DEBUG=1');
  });
});

describe('a failure of the database itself', () => {
  const said: readonly (readonly [words: string, driverCode: string, code: string])[] = [
    ['terminating connection due to administrator command', '57P01', 'CONNECTION_LOST'],
    ['read ECONNRESET', 'ECONNRESET', 'CONNECTION_LOST'],
    ['could not extend file: No space left on device', '53100', 'DISK_FULL'],
    ['database or disk is full', 'SQLITE_FULL', 'DISK_FULL'],
    ['cannot execute INSERT in a read-only transaction', '25006', 'READ_ONLY_DATABASE'],
    ['attempt to write a readonly database', 'SQLITE_READONLY', 'READ_ONLY_DATABASE'],
    ['permission denied for table flow', '42501', 'PERMISSION_DENIED'],
  ];

  for (const [words, driverCode, code] of said) {
    it(`says what to do about ${driverCode}`, () => {
      const failure = explained(Object.assign(new Error(words), { code: driverCode }));
      expect(failure).to.include({ code });
      expect(exitCodeOf(failure)).to.equal(1);
    });
  }

  it('is left as it is where nothing is known of it', () => {
    const error = new Error('no such table: flow_run');
    expect(explained(error)).to.equal(error);
  });
});
