/** A piece of SQL: a word, a literal, a quoted name or an operator. */
export interface Token {
  readonly kind: 'word' | 'name' | 'literal' | 'operator';
  /** In one spelling: words in lower case, names without their quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const pattern =
  /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<literal>'(?:[^']|'')*'|\d+(?:\.\d+)?)|(?<name>"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\])|(?<word>[A-Za-z_][\w$]*)|(?<operator>::|\|\||->>|->|<=|>=|<>|!=|==|.)/gs;

/** Another spelling of the same operator. */
const operators: Readonly<Record<string, string>> = { '!=': '<>', '==': '=' };

/** Takes SQL apart; white space and comments are left out. */
export function tokens(sql: string): Token[] {
  return [...sql.matchAll(pattern)].filter((match) => match.groups?.['space'] === undefined).map(tokenOf);
}

function tokenOf(match: RegExpExecArray): Token {
  const { literal, name, word, operator = '' } = match.groups as Record<string, string | undefined>;
  const at = { start: match.index, end: match.index + match[0].length };
  if (literal !== undefined) {
    return { kind: 'literal', text: literal, ...at };
  }
  if (name !== undefined) {
    return { kind: 'name', text: name.slice(1, -1).replaceAll('""', '"'), ...at };
  }
  return word === undefined
    ? { kind: 'operator', text: operators[operator] ?? operator, ...at }
    : { kind: 'word', text: word.toLowerCase(), ...at };
}

/** The position of the parenthesis that closes the one at `open`. */
export function closing(parts: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < parts.length; i++) {
    const text = parts[i]?.text;
    depth += text === '(' ? 1 : text === ')' ? -1 : 0;
    if (depth === 0) {
      return i;
    }
  }
  return parts.length;
}

/** The parts between commas that no parenthesis encloses. */
export function splitList(parts: readonly Token[]): Token[][] {
  const lists: Token[][] = [[]];
  let depth = 0;
  for (const part of parts) {
    depth += part.text === '(' ? 1 : part.text === ')' ? -1 : 0;
    if (part.text === ',' && depth === 0) {
      lists.push([]);
    } else {
      lists.at(-1)?.push(part);
    }
  }
  return lists.filter((list) => list.length > 0);
}

/** One spelling of an expression: what the database changes when it stores or shows it makes no difference. */
export function normalExpression(expression: string | readonly Token[]): string {
  const parts = typeof expression === 'string' ? tokens(expression) : expression;
  const kept: string[] = [];
  const opened: boolean[] = [];
  for (let i = 0; i < parts.length; i++) {
    const { text } = parts[i] as Token;
    if (text === '::') {
      i = endOfType(parts, i + 1);
    } else if (text === '(') {
      // A parenthesis behind a word calls a function; any other only groups.
      const calls = parts[i - 1]?.kind === 'word' && !keywords.has(parts[i - 1]?.text ?? '');
      opened.push(calls);
      kept.push(...(calls ? ['('] : []));
    } else if (text === ')') {
      kept.push(...(opened.pop() ? [')'] : []));
    } else {
      kept.push(text);
    }
  }
  return kept.join(' ');
}

const keywords: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'in',
  'where',
  'is',
  'like',
  'between',
  'default',
  'check',
]);

/** The position of the last part of the type name at `start`: `character varying(9)`, `timestamp with time zone`. */
function endOfType(parts: readonly Token[], start: number): number {
  let i = start;
  const next = () => parts[i + 1]?.text ?? '';
  if (next() === '.') {
    i += 2;
  }
  while (['varying', 'precision', 'with', 'without', 'time', 'zone'].includes(next())) {
    i++;
  }
  return next() === '(' ? closing(parts, i + 1) : i;
}
