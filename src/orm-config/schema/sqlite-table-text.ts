import { closing, splitList, type Token, tokens } from './sql-text.ts';

/** What SQLite's own questions do not tell of a table: it keeps only the statement that made it. */
export interface TableText {
  readonly primaryKey: { readonly name: string | undefined; readonly columns: readonly string[] } | undefined;
  readonly uniques: readonly { readonly name: string | undefined; readonly columns: readonly string[] }[];
  readonly foreignKeys: readonly ForeignKeyText[];
  readonly checks: readonly { readonly name: string | undefined; readonly expression: string }[];
  /** By column, where it is not the usual one. */
  readonly collations: Readonly<Record<string, string>>;
  readonly autoincrement: boolean;
}

export interface ForeignKeyText {
  readonly name: string | undefined;
  readonly columns: readonly string[];
  readonly table: string;
  readonly referenced: readonly string[];
  readonly deleteRule: string;
  readonly updateRule: string;
  readonly deferred: 'deferred' | 'immediate' | undefined;
}

/** Reads a `CREATE TABLE` statement. */
export function parseTable(sql: string): TableText {
  const reader = new TableReader(sql);
  const parts = tokens(sql);
  const open = parts.findIndex((part) => part.text === '(');
  splitList(parts.slice(open + 1, closing(parts, open))).forEach((item) => reader.readItem(item));
  return reader;
}

const constraintWords: ReadonlySet<string> = new Set(['constraint', 'primary', 'unique', 'check', 'foreign']);

class TableReader implements TableText {
  primaryKey: TableText['primaryKey'];
  readonly uniques: { name: string | undefined; columns: string[] }[] = [];
  readonly foreignKeys: ForeignKeyText[] = [];
  readonly checks: { name: string | undefined; expression: string }[] = [];
  readonly collations: Record<string, string> = {};
  autoincrement = false;
  readonly #sql: string;
  #item: readonly Token[] = [];
  #at = 0;
  #name: string | undefined;

  constructor(sql: string) {
    this.#sql = sql;
  }

  /** Reads a column with its constraints, or a constraint of the table. */
  readItem(item: readonly Token[]): void {
    const [first] = item;
    const column = first && first.kind === 'word' && constraintWords.has(first.text) ? undefined : first?.text;
    this.#item = item;
    this.#name = undefined;
    for (this.#at = column === undefined ? 0 : 1; this.#at < item.length; this.#at++) {
      this.#readWord(column);
    }
  }

  #readWord(column: string | undefined): void {
    switch (this.#wordAt(0)) {
      case 'constraint':
        this.#name = this.#textAt(1);
        this.#at++;
        break;
      case 'primary':
        this.#at++;
        this.primaryKey = { name: this.#take(), columns: this.#columns(column) };
        break;
      case 'unique':
        this.uniques.push({ name: this.#take(), columns: this.#columns(column) });
        break;
      case 'check':
        this.checks.push({ name: this.#take(), expression: this.#enclosed() });
        break;
      case 'foreign':
        this.#at++;
        this.#readReferences(this.#columns(column));
        break;
      case 'references':
        this.#at--;
        this.#readReferences(column === undefined ? [] : [column]);
        break;
      case 'collate':
        this.collations[column ?? ''] = this.#textAt(1) ?? '';
        this.#at++;
        break;
      case 'autoincrement':
        this.autoincrement = true;
        break;
      case undefined:
        // A default or a generated value in parentheses holds no constraint of the column.
        if (this.#textAt(0) === '(') {
          this.#at = closing(this.#item, this.#at);
        }
    }
  }

  /** Behind the columns of a foreign key: what it refers to, and the rules. */
  #readReferences(columns: string[]): void {
    const name = this.#take();
    this.#at += 2;
    const table = this.#textAt(0) ?? '';
    const referenced = this.#columns(undefined);
    const rules = { delete: 'no action', update: 'no action' };
    while (this.#wordAt(1) === 'on') {
      const event = this.#wordAt(2) as keyof typeof rules;
      const words = ['set', 'no'].includes(this.#wordAt(3) ?? '') ? 2 : 1;
      rules[event] = Array.from({ length: words }, (_, i) => this.#wordAt(3 + i)).join(' ');
      this.#at += 2 + words;
    }
    const deferred =
      this.#wordAt(1) === 'deferrable'
        ? this.#wordAt(2) === 'initially' && this.#wordAt(3) === 'deferred'
          ? 'deferred'
          : 'immediate'
        : undefined;
    this.foreignKeys.push({
      name,
      columns,
      table,
      referenced,
      deleteRule: rules.delete,
      updateRule: rules.update,
      deferred,
    });
  }

  /** The columns in the parentheses that follow, or the column that the constraint stands behind. */
  #columns(column: string | undefined): string[] {
    if (this.#textAt(1) !== '(') {
      return column === undefined ? [] : [column];
    }
    const open = this.#at + 1;
    this.#at = closing(this.#item, open);
    return splitList(this.#item.slice(open + 1, this.#at)).map(([first]) => first?.text ?? '');
  }

  /** The text in the parentheses that follow. */
  #enclosed(): string {
    const open = this.#at + 1;
    this.#at = closing(this.#item, open);
    return this.#sql.slice(this.#item[open]?.end, this.#item[this.#at]?.start).trim();
  }

  #take(): string | undefined {
    const name = this.#name;
    this.#name = undefined;
    return name;
  }

  #wordAt(offset: number): string | undefined {
    const part = this.#item[this.#at + offset];
    return part?.kind === 'word' ? part.text : undefined;
  }

  #textAt(offset: number): string | undefined {
    return this.#item[this.#at + offset]?.text;
  }
}
