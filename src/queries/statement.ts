import type { EntityManager } from '@mikro-orm/core';

/** The text of a statement, or of a part of one, with `?` for the values that travel beside it. Nothing that a caller gave is in the text. */
export class Statement {
  readonly text: string;
  readonly values: readonly unknown[];

  constructor(text: string, values: readonly unknown[] = []) {
    this.text = text;
    this.values = values;
  }
}

/** A part that says nothing. */
export const nothing = new Statement('');

/** Writes a statement: parts that are statements become parts of the text, a list becomes a list of values, anything else a value. */
export function sql(texts: TemplateStringsArray, ...parts: readonly unknown[]): Statement {
  const pieces = parts.map(partOf);
  return new Statement(
    texts.map((text, index) => text + (pieces[index]?.text ?? '')).join(''),
    pieces.flatMap(({ values }) => values),
  );
}

function partOf(part: unknown): Statement {
  if (part instanceof Statement) {
    return part;
  }
  return Array.isArray(part) ? new Statement(part.map(() => '?').join(', '), part) : new Statement('?', [part]);
}

/** Parts one after another. */
export function joined(parts: readonly Statement[], between: string): Statement {
  return new Statement(
    parts.map(({ text }) => text).join(between),
    parts.flatMap(({ values }) => values),
  );
}

/** That all conditions are met; no condition is met by everything. */
export function allOf(conditions: readonly Statement[]): Statement {
  return conditions.length === 0 ? sql`true` : sql`(${joined(conditions, ' and ')})`;
}

/** That one of the conditions is met; of no condition none is. */
export function oneOf(conditions: readonly Statement[]): Statement {
  return conditions.length === 0 ? sql`false` : sql`(${joined(conditions, ' or ')})`;
}

/** The part of the drivers' EntityManager that is used here: only the configurations know drivers. */
interface Executes {
  execute(query: string, values: readonly unknown[], method: 'all' | 'run'): Promise<unknown>;
}

/** The rows of a query, in the transaction of the EntityManager if there is one. */
export async function rowsOf<Row extends object>(em: EntityManager, { text, values }: Statement): Promise<Row[]> {
  return (await (em as EntityManager & Executes).execute(text, values, 'all')) as Row[];
}

/** Runs a statement without rows, in the transaction of the EntityManager if there is one. @returns how many rows it changed */
export async function rowsChangedBy(em: EntityManager, { text, values }: Statement): Promise<number> {
  const result = (await (em as EntityManager & Executes).execute(text, values, 'run')) as { affectedRows: number };
  return result.affectedRows;
}
