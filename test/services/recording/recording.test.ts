import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readRecording } from '../../../src/services/recording/index.ts';

const folder = join(import.meta.dirname, '../../../recordings');
const file = join(folder, 'prefect-3.8.8.json');

describe('the recording in the repository', () => {
  it('is the one that its README tells of', async () => {
    const readme = await readFile(join(folder, 'README.md'), 'utf8');
    const checksum = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    expect(readme).to.contain(`${checksum}  prefect-3.8.8.json`);
    const { rows } = await readRecording(file);
    for (const [table, { length }] of rows) {
      expect(readme).to.contain(`| \`${table}\` | ${length} |`);
    }
  });

  it('holds nothing that could be a secret', async () => {
    const { rows } = await readRecording(file);
    const secretive = ['block_document', 'configuration', 'variable', 'csrf_token', 'flow_run_input', 'saved_search'];
    expect([...rows.keys()]).to.not.include.members(secretive);
    // what every token of Fernet begins with
    expect(await readFile(file, 'utf8')).to.not.contain('gAAAAA');
  });

  it('keeps what the database had stored, letter by letter', async () => {
    const { rows } = await readRecording(file);
    const run = rows.get('flow_run')?.find(({ values }) => values['name'] === 'run-Łódź');
    expect(run?.values).to.deep.include({
      start_time: '2026-11-23 06:11:12.587079',
      total_run_time: '1970-01-01 00:00:03.196970',
      parameters: '{"city": "\\u0141\\u00f3d\\u017a", "n": 4, "opts": null}',
      auto_scheduled: 0,
      deployment_id: null,
    });
  });
});

describe('a file that is no recording', () => {
  for (const [kind, text] of [
    ['other text', 'hello'],
    ['other JSON', '[]'],
    ['another format', '{"format": "prefect-orm-recording/2"}'],
  ] as const) {
    it(`is refused when it is ${kind}`, async () => {
      const place = await mkdtemp(join(tmpdir(), 'prefect-orm-recording-'));
      const path = join(place, 'recording.json');
      await writeFile(path, text);
      const outcome = await readRecording(path).catch((error: unknown) => error);
      await rm(place, { recursive: true });
      expect(outcome).to.include({ code: 'RECORDING_INVALID', path });
    });
  }
});
