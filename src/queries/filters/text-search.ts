/** What a text is searched for, in terms that may hold blanks. */
export interface TextSearch {
  /** One of them must occur, if there are any. */
  readonly include: readonly string[];
  /** None of them may occur. */
  readonly exclude: readonly string[];
  /** All of them must occur. */
  readonly required: readonly string[];
}

/** A sign or none, then a phrase in quotes, the last of which may be missing, or a word. A sign before a blank is none of it. */
const term = /(?![-!+](?:\s|$))([-!+])?(?:"((?:\\[^]|[^"\\]|\\$)*)"?|([^\s"]+))/g;

/** Reads Prefect's search language: words and "phrases", `-` or `!` before what must not occur, `+` before what must. */
export function textSearchOf(query: string): TextSearch {
  const search = { include: [] as string[], exclude: [] as string[], required: [] as string[] };
  for (const [, sign, phrase, word] of query.matchAll(term)) {
    const text = word ?? unescaped(phrase ?? '');
    if (text.trim() !== '') {
      search[sign === '+' ? 'required' : sign === undefined ? 'include' : 'exclude'].push(text);
    }
  }
  return search;
}

function unescaped(phrase: string): string {
  return phrase.replaceAll(/\\(["\\])/g, '$1');
}
