import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Options } from '@mikro-orm/core';
import { packageFolder } from '../migrations/package-folder.ts';
import { MetadataCache } from './metadata-cache.ts';

/** In the repository the types are read from the sources; the package carries what was read when it was built. */
const fromSources = import.meta.filename.endsWith('.ts');

const caches: { metadata?: MetadataCache } = {};

/** The options that tell discovery where the types of the properties are known from. */
export function metadataSource(): Partial<Pick<Options, 'discovery' | 'metadataCache' | 'metadataProvider'>> {
  const cache = (caches.metadata ??= fromSources ? new MetadataCache() : new MetadataCache(readPackaged()));
  // A function that is called with `new`, and gives the one cache of the process.
  const adapter = function SharedMetadataCache() {
    return cache;
  } as unknown as new () => MetadataCache;
  return {
    metadataCache: { enabled: true, adapter },
    ...(fromSources && { metadataProvider: readSources(), discovery: { tsConfigPath: ownTsConfig() } }),
  };
}

/** Not the one in the current folder, which may be any: without it the types of `Temporal` are unknown. */
function ownTsConfig(): string {
  return join(import.meta.dirname, '../../tsconfig.json');
}

/** What `metadata.json` beside the built code has to hold, once discovery has run from the sources. */
export function discoveredMetadata(): string {
  return JSON.stringify(caches.metadata ?? {});
}

function readPackaged(): Record<string, unknown> {
  const file = join(packageFolder(), 'dist/metadata.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

/** Not imported at the top: the package must run without ts-morph and TypeScript. */
function readSources(): NonNullable<Options['metadataProvider']> {
  const { TsMorphMetadataProvider } = createRequire(import.meta.url)(
    '@mikro-orm/reflection',
  ) as typeof import('@mikro-orm/reflection');
  return TsMorphMetadataProvider;
}
