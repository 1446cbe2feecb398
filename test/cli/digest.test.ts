import { expect } from 'chai';
import { digestDatabase } from '../../src/services/digest/index.ts';
import { playRecording, readRecording } from '../../src/services/recording/index.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { join } from 'node:path';
import { run, temporaryFolder } from './prefect-orm.ts';

const recordingFile = join(import.meta.dirname, '../../recordings/prefect-3.8.8.json');

describeEachDialect('prefect-orm digest', function (db) {
  const folder = temporaryFolder();

  before(async () => {
    await playRecording(db.em(), await readRecording(recordingFile));
  });

  it('prints the digest of every table as Python writes JSON, and nothing else', async function () {
    this.timeout(60_000);
    const { code, stdout, stderr } = await run(folder(), ['digest', db.url]);
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
    expect(stdout).to.match(/^\{\n "format": "prefect-digest\/1",\n "tables": \{\n {2}"agent": \{\n {3}"rows": 0,\n/);
    expect(stdout.endsWith('\n  }\n }\n}\n')).to.equal(true);
    expect(JSON.parse(stdout)).to.deep.equal(await digestDatabase(db.em()));
  });

  it('prints the tables that are asked for, and refuses one that is not there', async function () {
    this.timeout(60_000);
    const { stdout } = await run(folder(), ['digest', db.url, '--table', 'flow_run', 'flow']);
    expect(Object.keys((JSON.parse(stdout) as { tables: object }).tables)).to.deep.equal(['flow', 'flow_run']);
    const refused = await run(folder(), ['digest', db.url, '--table', 'flows']);
    expect(refused).to.deep.include({ code: 1, stdout: '' });
    expect(refused.stderr).to.match(/^The database has no table flows: .*\[NO_SUCH_TABLE\]\n$/);
  });
});
