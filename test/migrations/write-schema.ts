import { writeFileSync } from 'node:fs';
import { schemaOf } from './catalog.ts';
import { migrating } from './databases.ts';

// Writes schema.txt from a database that Prefect has made: `npx tsx test/migrations/write-schema.ts URL`
const [url = ''] = process.argv.slice(2);
const dialect = url.startsWith('sqlite') ? 'sqlite' : 'postgresql';
const schema = await migrating({ url }, ({ connection }) => schemaOf(connection, dialect));
writeFileSync(`${import.meta.dirname}/../../src/migrations/${dialect}/schema.txt`, schema);
