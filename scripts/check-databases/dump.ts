/** A part of a plain `pg_dump`: statements to run as they are, or the rows of a `COPY … FROM stdin`. */
export type DumpPart =
  | { readonly sql: string }
  | { readonly into: string; readonly columns: readonly string[]; readonly rows: (string | null)[][] };

const copyLine = /^COPY (.+?) \((.*)\) FROM stdin;$/;

/** Reads a plain dump without psql, which is not on every machine that can reach a server. */
export function partsOfDump(text: string): DumpPart[] {
  const parts: DumpPart[] = [];
  // \restrict and the like speak to psql
  const lines = text.split('\n').filter((line) => !/^\\(?:un)?restrict /.test(line));
  let sql: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const copy = copyLine.exec(lines[index]!);
    if (!copy) {
      sql.push(lines[index]!);
      continue;
    }
    const end = lines.indexOf('\\.', index);
    const rows = lines.slice(index + 1, end).map(fieldsOf);
    parts.push({ sql: sql.join('\n') }, { into: copy[1]!, columns: copy[2]!.split(', '), rows });
    sql = [];
    index = end;
  }
  return [...parts, { sql: sql.join('\n') }];
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function fieldsOf(line: string): (string | null)[] {
  return line
    .split('\t')
    .map((field) =>
      field === '\\N' ? null : field.replaceAll(/\\(.)/g, (_, character: string) => escapes[character] ?? character),
    );
}
