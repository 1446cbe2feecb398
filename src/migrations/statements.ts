/** The statements of a text of SQL in which every statement ends with a semicolon at the end of its line. */
export function statements(sql: string): string[] {
  return sql
    .split(/;\s*\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
