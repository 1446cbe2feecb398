import type { Platform } from '@mikro-orm/core';
import { storedInstant } from '../arguments.ts';
import { queryDialectOf, type QueryDialect } from '../dialects/index.ts';
import { Statement } from '../statement.ts';

/** A row that a filter is asked of: the name by which a statement knows it, in one of the databases. */
export class Row {
  readonly name: string;
  readonly #platform: Platform;

  constructor(name: string, platform: Platform) {
    this.name = name;
    this.#platform = platform;
  }

  get dialect(): QueryDialect {
    return queryDialectOf(this.#platform);
  }

  /** The table, where the row has the name of its table. */
  get table(): Statement {
    return new Statement(this.name);
  }

  column(name: string): Statement {
    return new Statement(`${this.name}.${name}`);
  }

  /** A row of another table of the same database. */
  beside(name: string): Row {
    return new Row(name, this.#platform);
  }

  stored(moment: Temporal.Instant): string {
    return storedInstant('moment', moment, this.#platform);
  }
}
