/** Writes `dist/metadata.json`: what discovery reads from the sources, so that the package need not read them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MikroORM } from '@mikro-orm/core';
import { AioSqliteORMConfiguration } from '../src/orm-config/index.ts';
import { discoveredMetadata } from '../src/orm-config/metadata-source.ts';

const orm = await MikroORM.init(new AioSqliteORMConfiguration('sqlite:///:memory:').mikroOrmOptions());
await orm.close();
const classes = JSON.parse(discoveredMetadata()) as Record<string, { path?: string }>;
for (const metadata of Object.values(classes)) {
  // where the sources lay on this machine is no one's business
  delete metadata.path;
}
writeFileSync(join(import.meta.dirname, '../dist/metadata.json'), JSON.stringify(classes));
