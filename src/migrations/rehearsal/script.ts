/** Statements in the order in which they would have been sent. */
export class Script {
  readonly statements: string[] = [];

  /** Notes a statement with its values in its text: texts, numbers and truths. */
  note(sql: string, values: readonly unknown[] = []): void {
    const rest = [...values];
    this.statements.push(sql.replaceAll('?', () => literal(rest.shift())));
  }
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
