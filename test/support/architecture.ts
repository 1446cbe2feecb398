import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The text of the sources by path, `src/…` with forward slashes. */
export type Sources = ReadonlyMap<string, string>;

type Zone = keyof typeof mayImport;

/** Which zones a zone may import from, beside itself. `docs/architecture.md` gives the reasons. */
const mayImport = {
  // clock, errors, identifiers and slug know nothing of the project, so everyone may know them
  foundation: [],
  types: ['foundation'],
  shared: ['foundation', 'types'],
  aggregates: ['foundation', 'types', 'shared'],
  domain: ['foundation', 'types', 'shared', 'aggregates'],
  migrations: ['foundation'],
  'orm-config': ['foundation', 'types', 'shared', 'aggregates', 'domain', 'migrations'],
  queries: ['foundation', 'types', 'shared', 'aggregates', 'domain'],
  services: ['foundation', 'types', 'shared', 'aggregates', 'domain', 'queries', 'orm-config'],
  cli: ['foundation', 'types', 'shared', 'aggregates', 'domain', 'queries', 'services', 'orm-config', 'migrations'],
  package: ['foundation', 'types', 'shared', 'aggregates', 'domain', 'queries', 'services', 'orm-config', 'migrations'],
} as const satisfies Record<string, readonly string[]>;

const drivers = /^(@mikro-orm\/(sql|postgresql|sqlite|migrations)|kysely|pg|better-sqlite3)(\/|$)/;
const driverZones: readonly Zone[] = ['orm-config', 'migrations'];

const domainPackages = /^(@mikro-orm\/core|@mikro-orm\/decorators\/es|zod|unique-names-generator|node:crypto)$/;
const domainZones: readonly Zone[] = ['foundation', 'types', 'shared', 'aggregates', 'domain'];

/** The sources of the project. */
export function readSources(root: string): Sources {
  const paths = globSync('src/**/*.ts', { cwd: root }).map((path) => path.replaceAll('\\', '/'));
  return new Map(paths.toSorted().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** A sentence for each breach of the rules, with the file that breaks them. */
export function breachesOf(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => [
    ...importsOf(text).flatMap((specifier) => importBreaches(path, specifier)),
    ...textBreaches(path, text),
  ]);
}

function importsOf(text: string): string[] {
  const statements = text.matchAll(
    /^(?:import|export)\b[^'";]*?\bfrom\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]/gm,
  );
  const calls = withoutComments(text).matchAll(/\bimport\s*\(\s*['"]([^'"]+)['"]/g);
  return [...statements, ...calls].map((match) => match[1] ?? match[2] ?? '');
}

function importBreaches(path: string, specifier: string): string[] {
  return specifier.startsWith('.') ? fileBreaches(path, specifier) : packageBreaches(path, specifier);
}

function fileBreaches(path: string, specifier: string): string[] {
  if (!/\.(ts|json)$/.test(specifier)) {
    return [`${path} imports ${specifier} without the ending .ts`];
  }
  const target = posix.join(posix.dirname(path), specifier);
  if (!target.startsWith('src/')) {
    // package.json is where the version stands
    return target === 'package.json' ? [] : [`${path} imports ${target}, which is not in the package`];
  }
  const [from, to] = [zoneOf(path), zoneOf(target)];
  if (from !== to && !(mayImport[from] as readonly Zone[]).includes(to)) {
    return [`${path} (${from}) imports ${target} (${to})`];
  }
  if (from === 'aggregates' && to === 'aggregates' && posix.basename(target) === 'index.ts') {
    return [`${path} imports an index; an aggregate imports the files of another`];
  }
  return [];
}

function packageBreaches(path: string, specifier: string): string[] {
  const zone = zoneOf(path);
  if (drivers.test(specifier) && !driverZones.includes(zone)) {
    return [`${path} imports the driver ${specifier}; only orm-config and migrations do`];
  }
  if (domainZones.includes(zone) && !domainPackages.test(specifier)) {
    return [`${path} imports ${specifier}; the domain knows MikroORM's core, its decorators and zod`];
  }
  return [];
}

function textBreaches(path: string, text: string): string[] {
  const code = withoutComments(text);
  const breaches: string[] = [];
  if (/^export\s+default\b|^export\s*\{[^}]*\bas\s+default\b/m.test(code)) {
    breaches.push(`${path} has a default export`);
  }
  if (domainZones.includes(zoneOf(path)) && /\bDate\b/.test(code)) {
    breaches.push(`${path} uses Date; the model knows Temporal only`);
  }
  if (zoneOf(path) === 'aggregates') {
    breaches.push(...mappedClassBreaches(path, code));
  }
  return breaches;
}

function mappedClassBreaches(path: string, code: string): string[] {
  const names = [...code.matchAll(/^@Entity\([\s\S]*?\bclass\s+(\w+)/gm)].map(([, name]) => name ?? '');
  if (names.length > 1) {
    return [`${path} maps ${names.join(' and ')}; a file maps one class`];
  }
  const [name] = names;
  return name === undefined || posix.basename(path) === `${kebabCase(name)}.ts`
    ? []
    : [`${path} maps ${name}; its name is ${kebabCase(name)}.ts`];
}

function kebabCase(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
}

function zoneOf(path: string): Zone {
  const [, top = '', folder = ''] = path.split('/');
  if (top === 'domain') {
    return domainZoneOf(path, folder);
  }
  return top in mayImport && top !== 'foundation' ? (top as Zone) : 'package';
}

function domainZoneOf(path: string, folder: string): Zone {
  if (/^src\/domain\/shared\/(clock|errors|identifiers|slug)\.ts$/.test(path)) {
    return 'foundation';
  }
  if (folder.endsWith('.ts')) {
    return 'domain';
  }
  return folder === 'types' || folder === 'shared' ? folder : 'aggregates';
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|\s\/\/ .*$/gm, '');
}
