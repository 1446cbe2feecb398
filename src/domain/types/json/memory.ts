/** How a value inside a container was spelled, where our own spelling of it would differ. */
interface Literal {
  value: unknown;
  text: string;
}

/** What the stored text said about one object or array beyond its values. */
interface Notes {
  /** By key, or index: numbers that Python spells otherwise than their value tells, such as `1.0`. */
  literals?: Map<string, Literal>;
  /** The keys in stored order, where JavaScript would change it (it puts `"10"` before `"a"`). */
  keys?: string[];
}

/** The kind of column that a text belongs to: only there it may be written again as it is. */
export interface Origin {
  /** The class of the value type. */
  readonly type: unknown;
  readonly storage: unknown;
}

interface Source {
  readonly origin: Origin;
  readonly text: string;
}

/** Keys that JavaScript puts before all others, in numeric order. */
export const INTEGER_KEY = /^(?:0|[1-9]\d*)$/;

// weak and beside the objects: a document is plain JSON for its user, and is forgotten with its entity
const notes = new WeakMap<object, Notes>();
const sources = new WeakMap<object, Source>();

function notesOf(container: object): Notes {
  let found = notes.get(container);
  if (!found) {
    found = {};
    notes.set(container, found);
  }
  return found;
}

export function rememberLiteral(container: object, key: string, value: unknown, text: string): void {
  (notesOf(container).literals ??= new Map()).set(key, { value, text });
}

/** The stored spelling of `value` at `key`, as long as it is still the value that was read there. */
export function recallLiteral(container: object, key: string, value: unknown): string | undefined {
  const literal = notes.get(container)?.literals?.get(key);
  return literal && Object.is(literal.value, value) ? literal.text : undefined;
}

export function rememberKeys(container: object, keys: string[]): void {
  notesOf(container).keys = keys;
}

/** The keys of an object in stored order, later ones behind. */
export function keysInOrder(container: object): string[] {
  const stored = notes.get(container)?.keys;
  const present = Object.keys(container);
  if (!stored) {
    return present;
  }
  const known = new Set(stored);
  const still = new Set(present);
  return [...stored.filter((key) => still.has(key)), ...present.filter((key) => !known.has(key))];
}

/** Ties a document to the text it was read from. */
export function rememberSource(document: object, text: string, origin: Origin): void {
  sources.set(document, { origin, text });
}

/** The text of a document that was read from, or written to, a column of this kind. */
export function recallSource(document: object, { type, storage }: Origin): string | undefined {
  const source = sources.get(document);
  return source && source.origin.type === type && source.origin.storage === storage ? source.text : undefined;
}

/** Lets a copy of a document know what the original knew about spelling, part by part. */
export function inheritNotes(original: unknown, copy: unknown): void {
  if (
    typeof original !== 'object' ||
    typeof copy !== 'object' ||
    original === null ||
    copy === null ||
    original === copy
  ) {
    return;
  }
  const known = notes.get(original);
  if (known && !notes.has(copy)) {
    notes.set(copy, known.keys ? { ...known, keys: orderLike(known.keys, copy) } : known);
  }
  for (const key of Object.keys(copy)) {
    inheritNotes((original as Record<string, unknown>)[key], (copy as Record<string, unknown>)[key]);
  }
}

/** The keys of a copy in the order of the original, or, where a schema has ordered them anew, with those that look like integers behind. */
function orderLike(stored: string[], copy: object): string[] {
  const plain = Object.keys(copy).filter((key) => !INTEGER_KEY.test(key));
  const formerly = stored.filter((key) => !INTEGER_KEY.test(key));
  const sameOrder = plain.length === formerly.length && plain.every((key, index) => key === formerly[index]);
  return sameOrder ? stored : [...plain, ...stored.filter((key) => INTEGER_KEY.test(key))];
}
