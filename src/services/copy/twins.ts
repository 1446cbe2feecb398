import { InstantType, InvalidValueError, UuidType } from '../../domain/index.ts';
import type { TablePlan } from './plan.ts';
import type { Row, Side } from './side.ts';
import type { CopiedColumn, TableIndex } from './tables.ts';

/** A row that the target would take for another one. */
export interface Twin {
  readonly id: unknown;
  readonly column: string;
  readonly reason: string;
}

/** A row whose unique key could be spelled otherwise. */
interface Respelled {
  readonly id: unknown;
  readonly index: TableIndex;
  /** The column that is spelled in an unusual way. */
  readonly column: string;
  /** The key in the usual spelling. */
  readonly key: readonly unknown[];
}

/**
 * Rows with unique keys that differ in the source only in how a moment or an id is spelled, as text lets them: the target knows one
 * spelling. Few rows are spelled in an unusual way, and only these are kept and looked for.
 */
export class Twins {
  readonly #source: Side;
  readonly #plan: TablePlan;
  readonly #indexes: readonly TableIndex[];
  readonly #respelled: Respelled[] = [];

  constructor(source: Side, plan: TablePlan) {
    this.#source = source;
    this.#plan = plan;
    this.#indexes = source.dialect.hasTypes
      ? []
      : plan.source.indexes.filter(({ unique, columns }) => unique && columns.some(isSpelled));
  }

  /** Takes note of a row where it may be a twin. */
  note(row: Row): void {
    for (const index of this.#indexes) {
      const key = index.columns.map((column) => usual(column, row[column.name], this.#source));
      const unusual = index.columns.find(({ name }, place) => row[name] !== key[place]);
      // NULL is never the same as NULL
      if (unusual && !key.includes(null)) {
        this.#respelled.push({ id: row[this.#plan.source.key], index, column: unusual.name, key });
      }
    }
  }

  /** Finds the twins among all rows, once all have been noted. */
  async find(): Promise<Twin[]> {
    const seen = new Map<string, unknown>();
    const twins: Twin[] = [];
    for (const { id, index, column, key } of this.#respelled) {
      const names = index.columns.map(({ name }) => name);
      const text = JSON.stringify([names, key]);
      const other = seen.get(text) ?? (await this.#rowWith(names, key));
      seen.set(text, id);
      if (other !== undefined) {
        const reason = `another spelling of what ${this.#plan.source.name} ${String(other)} has, where ${names.join(', ')} must differ`;
        twins.push({ id, column, reason });
      }
    }
    return twins;
  }

  async #rowWith(names: readonly string[], key: readonly unknown[]): Promise<unknown> {
    const { name, key: id } = this.#plan.source;
    const condition = names.map((column) => `${this.#source.quote(column)} = ?`).join(' and ');
    const [row] = await this.#source.query(
      `select ${this.#source.quote(id)} as id from ${this.#source.quote(name)} where ${condition} limit 1`,
      key,
    );
    return row?.['id'];
  }
}

function isSpelled({ property: { customType } }: CopiedColumn): boolean {
  return customType instanceof InstantType || customType instanceof UuidType;
}

/** A value as the model would have stored it. */
function usual(column: CopiedColumn, stored: unknown, { platform }: Side): unknown {
  const { customType } = column.property;
  if (!isSpelled(column) || typeof stored !== 'string' || customType === undefined) {
    return stored;
  }
  try {
    return customType.convertToDatabaseValue(customType.convertToJSValue(stored, platform), platform) as unknown;
  } catch (error) {
    if (error instanceof InvalidValueError || error instanceof RangeError) {
      // what is none is found elsewhere
      return stored;
    }
    throw error;
  }
}
