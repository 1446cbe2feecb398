import type { EntityMetadata, EntityProperty, MetadataStorage, Platform } from '@mikro-orm/core';
import type { Run } from '../../domain/index.ts';
import { EnumStringType, terminalStateTypes } from '../../domain/types/index.ts';
import { cutIdentifier, PrefectNamingStrategy } from '../naming-strategy.ts';
import { foreignKeyNames, type PlainType, type ServerDefault, serverDefaults, unusualTypes } from './shared.ts';

/** Builds an SQL expression from columns of a run: each stands there quoted and with the alias of the query. */
export type Formula = (columnOf: (property: keyof Run) => string) => string;

/** The types that end a run, as the items of an SQL list. */
export const terminalStates: string = terminalStateTypes.map((type) => `'${type}'`).join(', ');

/** What one database makes of the schema that both have in common. */
export interface DialectTraits {
  /** What a column of a plain type is declared as. */
  readonly plainTypes: Readonly<Record<PlainType, string>>;
  /** How a default that is not a literal is written. */
  readonly defaults: Readonly<Record<Exclude<ServerDefault, `'${string}'` | number>, string>>;
  /** Defaults that only this database has, by table and column. */
  readonly ownDefaults: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What this database computes of a run: the SQL of the property, in a query for runs under whatever alias. */
  readonly formulas: Readonly<Record<'estimatedRunTime' | 'estimatedStartTimeDelta', Formula>>;
  /** The indexes that decorators cannot tell or that only this database has: the statements that make them. */
  readonly indexes: readonly string[];
}

/**
 * Lays the traits of a dialect over the entities once all of them are discovered: before that, an entity has neither the columns of its
 * base nor the names of any.
 */
export function layTraits(metadata: MetadataStorage, platform: Platform, traits: DialectTraits): void {
  for (const meta of metadata.getAll().values()) {
    if (!meta.abstract && meta.tableName) {
      layOver(meta, platform, traits);
    }
  }
}

function layOver(meta: EntityMetadata, platform: Platform, traits: DialectTraits): void {
  for (const prop of Object.values(meta.properties).filter(
    (candidate) => candidate.persist !== false && candidate.fieldNames?.length === 1,
  )) {
    layColumnType(meta, prop, platform, traits);
    layDefault(meta, prop, traits);
    layForeignKeyName(meta, prop, platform);
  }
  layFormulas(meta, platform, traits);
  layCheckNames(meta, platform);
  layIndexes(meta, traits);
}

function layColumnType(meta: EntityMetadata, prop: EntityProperty, platform: Platform, traits: DialectTraits): void {
  const column = columnOf(prop);
  if (prop.customType instanceof EnumStringType && platform.supportsNativeEnums()) {
    prop.nativeEnumName = prop.customType.nativeName;
    prop.items = [...prop.customType.members];
    return;
  }
  const type =
    unusualTypes[meta.tableName]?.[column] ??
    (prop.customType ? undefined : (plainTypesOf[prop.type] ?? plainTypesOf[prop.runtimeType]));
  if (prop.kind === 'scalar' && type) {
    prop.columnTypes = [traits.plainTypes[type]];
  }
}

function layDefault(meta: EntityMetadata, prop: EntityProperty, traits: DialectTraits): void {
  const column = columnOf(prop);
  const own = traits.ownDefaults[meta.tableName]?.[column];
  const common = serverDefaults[meta.tableName]?.[column] ?? serverDefaults['*']?.[column];
  const sql = own ?? (common === undefined ? undefined : sqlOf(common, traits));
  if (sql !== undefined) {
    prop.defaultRaw = sql;
  }
}

function layForeignKeyName(meta: EntityMetadata, prop: EntityProperty, platform: Platform): void {
  if (prop.kind !== 'm:1' && prop.kind !== '1:1') {
    return;
  }
  const name =
    foreignKeyNames[meta.tableName]?.[columnOf(prop)] ??
    new PrefectNamingStrategy().foreignKeyName(meta.tableName, prop.fieldNames, prop.referencedTableName);
  prop.foreignKeyName = cutIdentifier(name, platform.getMaxIdentifierLength());
}

function layFormulas(meta: EntityMetadata, platform: Platform, traits: DialectTraits): void {
  for (const [name, formula] of Object.entries(traits.formulas)) {
    const prop = (meta.properties as Record<string, EntityProperty>)[name];
    if (prop) {
      // unquoted, they keep the alias in statements that have none: UPDATE and DELETE
      prop.formula = (columns) => formula((property) => platform.quoteIdentifier(columns[property as never] as string));
      // serialize() would read the getter, which may throw, before it asks whether it is hidden
      meta.getterProps = meta.getterProps.filter((candidate) => candidate !== prop);
    }
  }
}

/** MikroORM would cut a long name at the limit and leave it at that. */
function layCheckNames(meta: EntityMetadata, platform: Platform): void {
  meta.checks = meta.checks.map((check) => ({
    ...check,
    name: cutIdentifier(check.name ?? '', platform.getMaxIdentifierLength()),
  }));
}

/** Takes the statement of the dialect in place of what the decorators say, or adds it where they say nothing. */
function layIndexes(meta: EntityMetadata, traits: DialectTraits): void {
  for (const statement of traits.indexes) {
    const { unique, name, table } = headOf(statement);
    if (table !== meta.tableName) {
      continue;
    }
    const list = unique ? meta.uniques : meta.indexes;
    const declared = list.find((index) => index.name === name);
    const { where: _where, columns: _columns, ...kept } = declared ?? {};
    const replaced = [...list.filter((index) => index !== declared), { ...kept, name, expression: statement }];
    // Copies, because the decorators' own objects serve every database of the process.
    if (unique) {
      meta.uniques = replaced;
    } else {
      meta.indexes = replaced;
    }
  }
}

function headOf(statement: string): { unique: boolean; name: string; table: string } {
  const [, unique, name, table] = /^CREATE (UNIQUE )?INDEX (\w+) ON (\w+) /.exec(statement) as unknown as string[];
  return { unique: Boolean(unique), name: name as string, table: table as string };
}

function sqlOf(value: ServerDefault, traits: DialectTraits): string {
  const named = traits.defaults[value as keyof DialectTraits['defaults']] as string | undefined;
  return named ?? String(value);
}

function columnOf(prop: EntityProperty): string {
  return prop.fieldNames[0] as string;
}

/** MikroORM's words for the types that the declarations tell. */
const plainTypesOf: Readonly<Record<string, PlainType>> = { string: 'string', number: 'integer', boolean: 'boolean' };
