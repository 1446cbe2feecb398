import { type EntityProperty, ReferenceKind } from '@mikro-orm/core';
import { expect } from 'chai';
import { columnsOf, Tables } from '../conformance/support/tables.ts';
import { Artifact, dumpJson, type JsonObject } from '../src/domain/index.ts';
import { changedValue } from './support/changed-value.ts';
import { hardDocument } from './support/hard-values.ts';
import { type RawReader, rawReader } from './support/raw-row.ts';
import type { Scenario, Shared, Stage } from './support/stage.ts';

type Row = Record<string, unknown>;

/** A row that Prefect wrote is changed here in one property: every other column keeps its bytes. */
export const keptBytes: Scenario = {
  letter: 'f',
  title: 'One property is changed in rows that Prefect wrote',

  async play(stage) {
    const shared = await stage.migrated();
    const tables = new Tables(shared.orm.getMetadata());
    const lines = await shared.prefect.run('write_rows.py', [dumpJson(hardDocument)]);
    const written = new Map(lines.map((line) => [String(line['class_name']), String(line['id'])]));
    await stage.checks.check('Prefect has written a row of every class', async () => {
      const classes = tables.names
        .map((table) => tables.of(table).className)
        .filter((name) => name !== 'DeploymentVersion');
      expect([...written.keys()]).to.have.members(classes);
    });
    const reader = await rawReader(shared.url);
    try {
      for (const [className, id] of written) {
        await checkRow(stage, shared, reader, tables.ofClass(className), id);
      }
      await checkDocument(stage, shared, reader, written.get('Artifact') ?? '');
    } finally {
      await reader.close();
    }
  },
};

/** Changes one property after the other, each in a unit of work of its own. */
async function checkRow(
  { checks }: Stage,
  shared: Shared,
  reader: RawReader,
  meta: ReturnType<Tables['of']>,
  id: string,
): Promise<void> {
  await checks.check(`${meta.className}: whichever property is changed, the others keep their bytes`, async () => {
    const changeable = columnsOf(meta).filter(isChangeable);
    for (const property of changeable) {
      const before = await reader.read(meta.tableName, id);
      await change(shared, meta, id, property);
      const after = await reader.read(meta.tableName, id);
      const changed = Object.keys(after).filter((column) => after[column] !== before[column]);
      expect(changed, `when ${property.name} is changed`).to.have.members([property.fieldNames[0], 'updated']);
    }
    return `${changeable.length} properties in turn`;
  });
}

/** `artifact.data` keeps its text on both databases. */
async function checkDocument({ checks }: Stage, { em }: Shared, reader: RawReader, id: string): Promise<void> {
  await checks.check('A key that is added to a document leaves the text of the others as Python wrote it', async () => {
    const before = await reader.read('artifact', id);
    const fork = em();
    const artifact = await fork.findOneOrFail(Artifact, id);
    (artifact.data as JsonObject)['added here'] = 1;
    await fork.flush();
    const after = await reader.read('artifact', id);
    expect(after['data']).to.equal(before['data']?.replace(/\}$/, ', "added here": 1}'));
  });
}

function isChangeable({ name, kind }: EntityProperty): boolean {
  // where a relation leads is no value of the row, and needs another row
  return kind === ReferenceKind.SCALAR && !['id', 'created', 'updated'].includes(name);
}

async function change(
  { em }: Shared,
  meta: ReturnType<Tables['of']>,
  id: string,
  property: EntityProperty,
): Promise<void> {
  const fork = em();
  const row = (await fork.findOneOrFail(meta.class, id)) as Row;
  row[property.name] = changedValue(row[property.name], property);
  await fork.flush();
}
