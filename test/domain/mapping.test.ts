import { readFileSync } from 'node:fs';
import { type EntityMetadata, type EntityProperty, MikroORM, ReferenceKind } from '@mikro-orm/core';
import { expect } from 'chai';
import * as domain from '../../src/domain/index.ts';
import { configurationFor } from '../../src/orm-config/index.ts';

interface Column {
  attribute: string;
  nullable: boolean;
  default?: 'made' | { constant: unknown };
  onUpdate?: true;
  references?: string;
  onDelete?: string;
}

interface Relation {
  direction: 'MANYTOONE' | 'ONETOMANY';
  target: string;
  column: string;
  lazy: 'raise' | 'selectin';
  inverse: string | null;
  orderBy: string[];
}

interface MappedClass {
  table: string;
  columns: Record<string, Column>;
  relations: Record<string, Relation>;
}

const recorded = new URL('fixtures/mapping.json', import.meta.url);
const { classes } = JSON.parse(readFileSync(recorded, 'utf8')) as { classes: Record<string, MappedClass> };

/** Attributes that do not become a property by camel case alone. */
const otherNames: Record<string, string> = {
  // private there, beside a public attribute that is computed
  _state: '_state',
  _result_artifact: 'resultArtifact',
  _data: 'storedData',
  _concurrency_limit: 'deprecatedConcurrencyLimit',
  // the underscore keeps clear of a name that only Python's library uses
  metadata_: 'metadata',
  // one in practice, and a collection by its direction
  subflow_run: 'subflowRuns',
};

/** Columns that only the migrations know. */
const internal: Record<string, string[]> = { Deployment: ['version_id'] };

// discovery alone connects to nothing
for (const url of ['sqlite:///:memory:', 'postgresql://nobody@localhost/none']) {
  describe(`The mapping for ${new URL(url).protocol.replace(':', '')}`, () => {
    let orm: MikroORM;

    before(async () => {
      orm = await MikroORM.init(configurationFor(url).mikroOrmOptions());
    });

    after(() => orm.close());

    const metaOf = (name: string) => [...orm.getMetadata()].find((meta) => meta.className === name) as EntityMetadata;

    it('has the classes of the reference, and one that only its migrations know', () => {
      const mapped = [...orm.getMetadata()].filter((meta) => !meta.abstract).map((meta) => meta.className);
      expect(mapped).to.have.members([...Object.keys(classes), 'DeploymentVersion']);
      expect(domain).to.not.have.property('DeploymentVersion');
    });

    for (const [name, reference] of Object.entries(classes)) {
      describe(name, () => {
        it('has the table and the columns of the reference', () => {
          const columns = stored(metaOf(name)).map((property) => property.fieldNames[0]);
          expect(metaOf(name).tableName).to.equal(reference.table);
          expect(columns).to.have.members([...Object.keys(reference.columns), ...(internal[name] ?? [])]);
        });

        it('calls them by the names of the reference', () => {
          for (const [column, { attribute, references }] of Object.entries(reference.columns)) {
            const property = propertyOf(metaOf(name), column);
            const getter = Object.getOwnPropertyDescriptor(
              findOwner(metaOf(name), camelCase(attribute)),
              camelCase(attribute),
            );
            expect(references === undefined || getter?.get !== undefined, `${attribute} of a relation`).to.equal(true);
            if (property.kind === ReferenceKind.SCALAR) {
              expect(property.name).to.equal(propertyName(attribute));
            }
          }
        });

        it('allows null where the reference does', () => {
          for (const [column, { nullable }] of Object.entries(reference.columns)) {
            expect(propertyOf(metaOf(name), column).nullable ?? false, column).to.equal(nullable);
          }
        });

        it('has the defaults of the reference', () => {
          const [one, other] = [newOf(metaOf(name)), newOf(metaOf(name))];
          for (const [column, { default: expected }] of Object.entries(reference.columns)) {
            const property = propertyOf(metaOf(name), column);
            expectDefault(one[property.name], expected, column);
            // what an INSERT puts in place of null
            expectDefault(property.onCreate?.(one, orm.em), expected, `${column} on insert`);
            if (typeof one[property.name] === 'object' && !isValue(one[property.name])) {
              expect(one[property.name], `${column} is shared`).to.not.equal(other[property.name]);
            }
          }
        });

        it('moves on update what the reference moves', () => {
          const moved = Object.keys(reference.columns).filter((column) => propertyOf(metaOf(name), column).onUpdate);
          expect(moved).to.deep.equal(
            Object.keys(reference.columns).filter((column) => reference.columns[column]!.onUpdate),
          );
        });

        it('has the foreign keys of the reference', () => {
          const found = stored(metaOf(name))
            .filter(
              (property) =>
                property.kind === ReferenceKind.MANY_TO_ONE && (property.createForeignKeyConstraint ?? true),
            )
            .map((key) => [key.fieldNames[0]!, key.targetMeta!.tableName, key.deleteRule ?? 'no action']);
          const expected = Object.entries(reference.columns).flatMap(([column, { references, onDelete }]) =>
            references ? [[column, references, onDelete!]] : [],
          );
          expect(found).to.have.deep.members(expected);
        });

        it('has the relations of the reference', () => {
          for (const [attribute, expected] of Object.entries(reference.relations)) {
            const property = (metaOf(name).properties as Record<string, EntityProperty>)[propertyName(attribute)];
            expect(property, attribute).to.not.equal(undefined);
            expect(shapeOf(property!), attribute).to.deep.equal({
              kind: expected.direction === 'MANYTOONE' ? ReferenceKind.MANY_TO_ONE : ReferenceKind.ONE_TO_MANY,
              target: expected.target,
              column: expected.column,
              loaded: expected.lazy === 'selectin' ? 'with the entity, by a select of its own' : 'when asked for',
              orderBy: expected.orderBy.length === 0 ? undefined : { updated: 'desc' },
            });
            if (expected.inverse) {
              expect(property!.inversedBy ?? property!.mappedBy, attribute).to.equal(propertyName(expected.inverse));
            }
          }
        });
      });
    }

    for (const name of ['FlowRun', 'TaskRun']) {
      it(`keeps the states of a ${name}, newest first`, () => {
        const states = (metaOf(name).properties as Record<string, EntityProperty>)['states']!;
        expect(shapeOf(states)).to.deep.include({
          target: `${name}State`,
          loaded: 'when asked for',
          orderBy: { timestamp: 'desc' },
        });
      });
    }
  });
}

function stored(meta: EntityMetadata): EntityProperty[] {
  return meta.props.filter((property) => property.persist !== false && property.fieldNames?.length === 1);
}

function propertyOf(meta: EntityMetadata, column: string): EntityProperty {
  return stored(meta).find((property) => property.fieldNames[0] === column) as EntityProperty;
}

function shapeOf(property: EntityProperty): object {
  const many = property.kind === ReferenceKind.ONE_TO_MANY;
  const key = many ? property.targetMeta!.properties[property.mappedBy as never] : property;
  return {
    kind: property.kind,
    target: property.targetMeta!.className,
    column: (key as EntityProperty).fieldNames[0],
    loaded:
      property.eager && property.strategy === 'select-in'
        ? 'with the entity, by a select of its own'
        : 'when asked for',
    orderBy: property.orderBy,
  };
}

/** A new entity that was given nothing. */
function newOf(meta: EntityMetadata): Record<string, unknown> {
  return new (meta.class as unknown as new (values: object) => Record<string, unknown>)({});
}

function expectDefault(value: unknown, expected: Column['default'], column: string): void {
  if (expected === undefined) {
    expect(value ?? null, column).to.equal(null);
  } else if (expected === 'made') {
    expect(value ?? null, column).to.not.equal(null);
  } else {
    expect(isValue(value) ? String(value) : value, column).to.deep.equal(expected.constant);
  }
}

function isValue(value: unknown): boolean {
  return value === null || value instanceof Temporal.Instant || value instanceof Temporal.Duration;
}

function findOwner(meta: EntityMetadata, member: string): object {
  let owner = meta.prototype as object;
  while (!Object.hasOwn(owner, member) && owner !== Object.prototype) {
    owner = Object.getPrototypeOf(owner) as object;
  }
  return owner;
}

function propertyName(attribute: string): string {
  return otherNames[attribute] ?? camelCase(attribute);
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
