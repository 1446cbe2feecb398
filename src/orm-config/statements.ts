import { isRaw, JsonProperty, Utils } from '@mikro-orm/core';
import type { AbstractSqlPlatform } from '@mikro-orm/sql';
import { LeastRecentlyUsed } from './least-recently-used.ts';

/** What a driver can bind. */
export type BoundValue = string | number | bigint | boolean | null | Buffer;

/** A statement as the database gets it. */
export interface BoundStatement {
  readonly sql: string;
  readonly values: BoundValue[];
}

/** How one database wants its values. */
export interface Placeholders {
  /** How many values a statement can carry. */
  readonly limit: number;
  /** Whether `?` is what the database itself writes. */
  readonly plain: boolean;
  /**
   * Whether a value that comes again in the same expression is the same placeholder: to PostgreSQL an expression in GROUP BY is not
   * the one that is selected if their values are numbered differently.
   */
  readonly shared: boolean;
  /** Whether a number that limits the rows is better a part of the text. */
  readonly limitInText: boolean;
  /** Takes what MikroORM would paste for what the driver binds. */
  bindable(value: unknown): BoundValue;
  /** What stands in the text for the value at a position, counted from 1. */
  placeholder(position: number, value: BoundValue): string;
  /** A value written into the text, where there are more than can be bound. */
  literal(value: BoundValue): string;
}

/** What stands between two pieces of text. */
type Mark = 'value' | 'identifier' | 'limit';

interface Template {
  readonly texts: readonly string[];
  readonly marks: readonly Mark[];
  /** The expression that each mark stands in, where it can be told. */
  readonly expressions: readonly (string | undefined)[];
  /** Whether the text can be sent as it is, once the marks are what the database writes itself. */
  readonly simple: boolean;
}

/** A text that is longer is not likely to come again. */
const longestKept = 32_768;

/**
 * Turns a statement of MikroORM, which it would send with the values pasted into the text, into one that carries them beside it:
 * `?` is a value, `??` an identifier, `\?` a question mark, an array a list.
 */
export class StatementBinder {
  readonly #platform: AbstractSqlPlatform;
  readonly #placeholders: Placeholders;
  readonly #templates = new LeastRecentlyUsed<Template>(1000);

  constructor(platform: AbstractSqlPlatform, placeholders: Placeholders) {
    this.#platform = platform;
    this.#placeholders = placeholders;
  }

  bind(sql: string, params: readonly unknown[]): BoundStatement {
    // As MikroORM has it: without values a question mark is a question mark.
    if (params.length === 0) {
      return { sql, values: [] };
    }
    const template = this.#templateOf(sql);
    return this.#asItStands(sql, template, params) ?? this.#assemble(template, params);
  }

  #templateOf(sql: string): Template {
    let template = this.#templates.get(sql);
    if (!template) {
      template = parse(sql, this.#placeholders.limitInText);
      if (sql.length <= longestKept) {
        this.#templates.set(sql, template);
      }
    }
    return template;
  }

  #asItStands(sql: string, template: Template, params: readonly unknown[]): BoundStatement | undefined {
    const { plain, limit } = this.#placeholders;
    if (!plain || !template.simple || template.marks.length !== params.length || params.length > limit) {
      return undefined;
    }
    const values: BoundValue[] = [];
    for (const param of params) {
      if (param !== null && typeof param === 'object' && expands(param)) {
        return undefined;
      }
      values.push(this.#placeholders.bindable(param));
    }
    return { sql, values };
  }

  #assemble(template: Template, params: readonly unknown[]): BoundStatement {
    const statement: Assembly = { sql: '', values: [], shared: new Map() };
    this.#append(statement, template, params);
    return { sql: statement.sql, values: statement.values };
  }

  #append(statement: Assembly, { texts, marks, expressions }: Template, params: readonly unknown[]): void {
    statement.sql += texts[0];
    for (const [index, mark] of marks.entries()) {
      if (mark === 'identifier') {
        statement.sql += this.#platform.quoteIdentifier(params[index] as string);
      } else {
        this.#appendValue(statement, params[index], mark, expressions[index]);
      }
      statement.sql += texts[index + 1];
    }
  }

  #appendValue(statement: Assembly, value: unknown, mark: Mark, expression?: string): void {
    if (isRaw(value)) {
      this.#appendRaw(statement, value.sql, value.params);
    } else if (Array.isArray(value) && !isJson(value)) {
      for (const [index, item] of value.entries()) {
        statement.sql += index === 0 ? '' : ', ';
        this.#appendValue(statement, item, mark);
      }
    } else if (mark === 'limit' && Number.isSafeInteger(value)) {
      statement.sql += String(value);
    } else {
      this.#appendBound(
        statement,
        this.#placeholders.bindable(isJson(value) || Utils.isPlainObject(value) ? JSON.stringify(value) : value),
        expression,
      );
    }
  }

  #appendRaw(statement: Assembly, sql: string, params: readonly unknown[]): void {
    if (params.length === 0) {
      statement.sql += sql;
    } else {
      this.#append(statement, this.#templateOf(sql), params);
    }
  }

  #appendBound(statement: Assembly, value: BoundValue, expression: string | undefined): void {
    const { limit, shared } = this.#placeholders;
    const key = shared && expression !== undefined ? `${typeof value} ${String(value)} ${expression}` : undefined;
    const known = key === undefined ? undefined : statement.shared.get(key);
    if (known !== undefined) {
      statement.sql += this.#placeholders.placeholder(known, value);
    } else if (statement.values.length < limit) {
      const position = statement.values.push(value);
      statement.sql += this.#placeholders.placeholder(position, value);
      if (key !== undefined) {
        statement.shared.set(key, position);
      }
    } else {
      statement.sql += this.#placeholders.literal(value);
    }
  }
}

/** How many values and identifiers a piece of a statement takes. */
export function placeholdersIn(sql: string): number {
  return parse(sql, false).marks.length;
}

type Assembly = { sql: string; values: BoundValue[]; shared: Map<string, number> };

function expands(param: object): boolean {
  return Array.isArray(param) || isRaw(param) || Utils.isPlainObject(param) || isJson(param);
}

/** MikroORM marks what is to be written as JSON although it is an array. */
function isJson(value: unknown): boolean {
  return Boolean((value as { [JsonProperty]?: boolean } | null | undefined)?.[JsonProperty]);
}

function parse(sql: string, limitInText: boolean): Template {
  const texts: string[] = [];
  const marks: Mark[] = [];
  let text = '';
  let from = 0;
  for (let at = sql.indexOf('?'); at >= 0; at = sql.indexOf('?', from)) {
    if (at > from && sql[at - 1] === '\\') {
      text += `${sql.slice(from, at - 1)}?`;
      from = at + 1;
      continue;
    }
    text += sql.slice(from, at);
    const identifier = sql[at + 1] === '?';
    marks.push(identifier ? 'identifier' : limitInText && /\b(limit|offset) $/i.test(text) ? 'limit' : 'value');
    texts.push(text);
    text = '';
    from = at + (identifier ? 2 : 1);
  }
  texts.push(text + sql.slice(from));
  const simple = marks.every((mark) => mark === 'value') && texts.join('?') === sql;
  return { texts, marks, expressions: marks.length > mostShared ? [] : expressionsOf(texts), simple };
}

/** More values than that stand in a list or in rows. */
const mostShared = 500;

/** The expression around each value, in which a value of its type is wanted wherever it comes again. */
function expressionsOf(texts: readonly string[]): (string | undefined)[] {
  const whole = texts.join('?');
  let at = 0;
  return texts.slice(0, -1).map((text) => {
    at += text.length;
    const start = operand.exec(whole.slice(Math.max(0, at - 120), at))?.[0];
    at += 1;
    return start === undefined ? undefined : `${start}?${/^[^)]{0,60}/.exec(whole.slice(at, at + 60))?.[0] ?? ''}`;
  });
}

/** What stands before a value: an operator behind a column, or a function with arguments. */
const operand =
  /(?:["`\w.]+\s*(?:[-+*/=<>!|%~]+|\blike\b)\s*|\b(?!values\b|in\b|and\b|or\b|not\b|any\b|when\b|then\b|else\b)\w+\([^()]*)$/i;
