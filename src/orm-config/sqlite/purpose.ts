/** Questions about the schema, which do not depend on the connection. Every other pragma is for the connection that writes. */
const questions =
  /^\s*pragma\s+(\w+\s*\.\s*)?(table_info|table_xinfo|table_list|index_list|index_info|index_xinfo|foreign_key_list|foreign_key_check|integrity_check|quick_check|database_list|compile_options)\b/i;

/** What kind of connection a statement needs; unclear: only SQLite itself can tell. */
export function purposeOf(sql: string): 'read' | 'write' | 'unclear' {
  const [, verb] = /^\s*(\w+)/.exec(sql) ?? [];
  switch (verb?.toLowerCase()) {
    case 'select':
    case 'values':
    case 'explain':
      return 'read';
    case 'pragma':
      return questions.test(sql) ? 'read' : 'write';
    default:
      return verb !== undefined && writing.has(verb.toLowerCase()) ? 'write' : 'unclear';
  }
}

const writing = new Set(
  'insert update delete replace create drop alter reindex analyze vacuum attach detach begin commit end rollback savepoint release'.split(
    ' ',
  ),
);
