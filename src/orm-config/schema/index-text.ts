import { closing, normalExpression, splitList, type Token, tokens } from './sql-text.ts';

/** What an index is, apart from its name and table. */
export interface IndexText {
  readonly unique: boolean;
  /** The access method where it is not the usual one, such as `gin`. */
  readonly method: string;
  /** The columns or expressions, with direction, collation and operator class where they are not the usual ones. */
  readonly keys: readonly string[];
  readonly include: readonly string[];
  /** The condition of a partial index; empty when there is none. */
  readonly where: string;
}

/** Reads a `CREATE INDEX` statement of either dialect, as written by hand or shown by the catalog. */
export function parseIndex(sql: string): IndexText {
  const parts = tokens(sql.replace(/;\s*$/, ''));
  const word = (text: string, from = 0) =>
    parts.findIndex((part, i) => i >= from && part.kind === 'word' && part.text === text);
  const using = word('using');
  const open = parts.findIndex((part, i) => i > word('on') && part.text === '(');
  const close = closing(parts, open);
  const include = parts[close + 1]?.text === 'include' ? close + 2 : -1;
  const where = word('where', close);
  const method = using > 0 && using < open ? (parts[using + 1]?.text ?? '') : '';
  return {
    unique: parts[1]?.text === 'unique',
    method: method === 'btree' ? '' : method,
    keys: splitList(parts.slice(open + 1, close)).map(keyText),
    include:
      include > 0
        ? splitList(parts.slice(include + 1, closing(parts, include))).map((part) => normalExpression(part))
        : [],
    where: where > 0 ? normalExpression(parts.slice(where + 1)) : '',
  };
}

/** What a key says without what it would be anyway. */
function keyText(key: readonly Token[]): string {
  return normalExpression(key)
    .replace(/ nulls last$/, (usual, at: number, text: string) => (text.slice(0, at).endsWith(' desc') ? usual : ''))
    .replace(/ desc nulls first$/, ' desc')
    .replace(/ asc$/, '')
    .replace(/ collate binary\b/, '');
}
