import type { EntityManager, EntityProperty } from '@mikro-orm/core';
import { type JsonObject, setClock } from '../../src/domain/index.ts';
import type { ConformanceDatabase } from './database.ts';
import { propertyOfColumn, type Tables } from './tables.ts';
import { decode, encode } from './values.ts';
import type { VectorRow } from './vectors.ts';

/** The columns that refer to rows further down in the list: they are set when all rows are there. */
const forwardReferences: Readonly<Record<string, string>> = { flow_run: 'state_id', work_pool: 'default_queue_id' };

/** An entity of whatever class. */
export interface Identified {
  id: string;
}

/** Where one case runs: a database that holds the rows of the case and nothing else, at the moment that the case names. */
export class World {
  readonly database: ConformanceDatabase;
  /** The rows that were there at the start. */
  readonly rows: readonly VectorRow[];
  readonly #now: Temporal.Instant | undefined;

  private constructor(database: ConformanceDatabase, now: Temporal.Instant | undefined, rows: readonly VectorRow[]) {
    this.database = database;
    this.#now = now;
    this.rows = rows;
  }

  /** Makes the world of a case, runs `work` in it and leaves an empty database. A case without moment and rows needs no world. */
  static async visit<Result>(
    database: ConformanceDatabase,
    now: Temporal.Instant | undefined,
    rows: readonly VectorRow[],
    work: (world: World) => Promise<Result>,
  ): Promise<Result> {
    const world = new World(database, now, rows);
    if (now === undefined && rows.length === 0) {
      return work(world);
    }
    const restoreClock = now === undefined ? () => {} : setClock(() => now.epochNanoseconds);
    try {
      await database.freeze(now);
      await world.#load();
      return await work(world);
    } finally {
      restoreClock();
      await database.freeze(undefined);
      await database.clear();
    }
  }

  /** The moment at which the clocks stand. */
  get now(): Temporal.Instant {
    if (this.#now === undefined) {
      throw new Error('The case names no moment');
    }
    return this.#now;
  }

  get tables(): Tables {
    return this.database.tables;
  }

  /** A unit of work of its own. */
  em(): EntityManager {
    return this.database.em();
  }

  /** The values of a row by property, as a program would give them. */
  decodeRow(table: string, values: JsonObject): Record<string, unknown> {
    const meta = this.tables.of(table);
    return Object.fromEntries(
      Object.entries(values).map(([column, wire]) => {
        const property = propertyOfColumn(meta, column);
        return [property.name, decode(wire, property)];
      }),
    );
  }

  /** The columns of an entity, as the vector files write them. */
  encodeRow(table: string, entity: object, columns: readonly string[]): Record<string, unknown> {
    const meta = this.tables.of(table);
    return Object.fromEntries(
      columns.map((column) => [column, this.encodeProperty(entity, propertyOfColumn(meta, column))]),
    );
  }

  encodeProperty(entity: object, property: EntityProperty): unknown {
    const value = (entity as Record<string, unknown>)[property.name];
    return encode(value, property, this.database.orm.em.getPlatform());
  }

  /** A new entity that `em` manages. What the values leave out takes the defaults of the application. */
  create(em: EntityManager, table: string, values: JsonObject): Identified {
    const meta = this.tables.of(table);
    const data = Object.entries(this.decodeRow(table, values)).map(([name, value]) => {
      // em.create takes a property by its public name
      return [meta.props.find((property) => property.name === name)?.accessor ?? name, value];
    });
    return em.create(meta.class, Object.fromEntries(data) as never) as Identified;
  }

  /** All rows of a table, as a unit of work of its own loads them. */
  async findAll(table: string): Promise<Identified[]> {
    return (await this.em().find(this.tables.of(table).class, {})) as Identified[];
  }

  async #load(): Promise<void> {
    const references: (() => Promise<unknown>)[] = [];
    for (const { table, values } of inRuns(this.rows)) {
      // a unit of work for each table: a reference that an earlier row made must not be taken for the row itself
      const em = this.em();
      for (const row of values) {
        const entity = this.create(em, table, withoutForwardReference(table, row));
        references.push(() => this.#setForwardReference(table, row, entity));
      }
      await em.flush();
    }
    for (const setReference of references) {
      await setReference();
    }
  }

  async #setForwardReference(table: string, values: JsonObject, { id }: Identified): Promise<void> {
    const column = forwardReferences[table];
    const target = column === undefined ? null : values[column];
    if (column === undefined || target == null) {
      return;
    }
    const change = this.decodeRow(table, {
      [column]: target,
      ...('updated' in values && { updated: values['updated'] }),
    });
    // past the unit of work, which would take the row for changed now
    await this.em().nativeUpdate(this.tables.of(table).class, { id }, change);
  }
}

/** Rows that follow each other in one table, taken together. */
function inRuns(rows: readonly VectorRow[]): { table: string; values: JsonObject[] }[] {
  const runs: { table: string; values: JsonObject[] }[] = [];
  for (const { table, values } of rows) {
    const last = runs.at(-1);
    if (last?.table === table) {
      last.values.push(values);
    } else {
      runs.push({ table, values: [values] });
    }
  }
  return runs;
}

function withoutForwardReference(table: string, values: JsonObject): JsonObject {
  const column = forwardReferences[table];
  if (column === undefined) {
    return values;
  }
  const { [column]: _set, ...others } = values;
  return others;
}
