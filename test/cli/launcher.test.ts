import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const launcher = join(import.meta.dirname, '../../bin/prefect-orm.cjs');

describe('the launcher', () => {
  it('says in one sentence which Node it needs, before it imports anything', () => {
    const pretended =
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });";
    const spy =
      "const Module = require('module'); const load = Module._load; Module._load = (...call) => { if (call[0] !== launcher) console.log(call[0]); return load(...call); };";
    const code = `${pretended} const launcher = ${JSON.stringify(launcher)}; ${spy} Module._load(launcher, null, true);`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
    expect(stderr).to.equal(
      'prefect-orm needs Node 26 or newer, but this is Node 20.20.2: install a newer one from https://nodejs.org and run the command again.\n',
    );
    expect(stdout).to.equal('');
    expect(status).to.equal(1);
  });

  it('is written in syntax that an old engine reads', () => {
    const code = readFileSync(launcher, 'utf8').replaceAll(/\/\/.*$/gm, '');
    expect(code).to.not.match(/\b(?:const|let|class|async|await|import)\b|=>|`|\?\.|\?\?/);
  });
});
