import { expect } from 'chai';
import { NoDatabaseFileError } from '../../src/cli/errors.ts';
import { sentenceOf } from '../../src/cli/failure.ts';

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
