import type { JsonValue } from '../../src/domain/index.ts';

/** How values are compared where it is not plainly. Paths are those of {@link Difference}, tested with a regular expression. */
export interface ComparisonRules {
  /** Lists whose order means nothing. */
  readonly unordered?: RegExp;
  /** Texts in which a moment has to be written just so. */
  readonly exactText?: RegExp;
  /** Texts that mean the same when they have the same form. */
  readonly form?: { readonly path: RegExp; readonly of: (text: string) => string };
  /** How far numbers may be apart. */
  readonly tolerance?: (path: string) => number | undefined;
  /** Whether a value that was made at run time is the current time. */
  readonly isNow?: (value: unknown, path: string) => boolean;
}

/** One place where what was seen is not what was expected. */
export interface Difference {
  readonly path: string;
  readonly expected: unknown;
  readonly got: unknown;
}

const relativeTolerance = 1e-9;

/** Where `got` differs from `expected`. Placeholders mean the same value throughout. */
export function differences(expected: JsonValue, got: unknown, rules: ComparisonRules, path = ''): Difference[] {
  return new Comparison(rules).compare(expected, got, path);
}

class Comparison {
  readonly #rules: ComparisonRules;
  #generated = new Map<string, unknown>();

  constructor(rules: ComparisonRules) {
    this.#rules = rules;
  }

  compare(expected: unknown, got: unknown, path: string): Difference[] {
    if (Array.isArray(expected) && Array.isArray(got)) {
      return this.#rules.unordered?.test(path)
        ? this.#compareSets(expected, got, path)
        : this.#compareLists(expected, got, path);
    }
    if (isObject(expected) && isObject(got)) {
      return this.#compareObjects(expected, got, path);
    }
    return this.#same(expected, got, path) ? [] : [{ path, expected, got }];
  }

  #compareLists(expected: unknown[], got: unknown[], path: string): Difference[] {
    const common = Math.min(expected.length, got.length);
    const inner = expected
      .slice(0, common)
      .flatMap((item, index) => this.compare(item, got[index], `${path}[${index}]`));
    return expected.length === got.length
      ? inner
      : [...inner, { path: `${path}.length`, expected: expected.length, got: got.length }];
  }

  /** Pairs every expected item with one that equals it; what is left over is the difference. */
  #compareSets(expected: unknown[], got: unknown[], path: string): Difference[] {
    const rest = [...got];
    const missing = expected.filter((item) => {
      const index = rest.findIndex((candidate) => this.#equal(item, candidate, `${path}[]`));
      return index < 0 || rest.splice(index, 1).length === 0;
    });
    if (missing.length === 1 && rest.length === 1) {
      return this.compare(missing[0], rest[0], `${path}[]`);
    }
    return [
      ...missing.map((item) => ({ path: `${path}[]`, expected: item, got: undefined })),
      ...rest.map((item) => ({ path: `${path}[]`, expected: undefined, got: item })),
    ];
  }

  #equal(expected: unknown, got: unknown, path: string): boolean {
    const before = new Map(this.#generated);
    const equal = this.compare(expected, got, path).length === 0;
    if (!equal) {
      this.#generated = before;
    }
    return equal;
  }

  #compareObjects(expected: Record<string, unknown>, got: Record<string, unknown>, path: string): Difference[] {
    const keys = new Set([...Object.keys(expected), ...Object.keys(got)]);
    return [...keys].flatMap((key) => this.compare(expected[key], got[key], path === '' ? key : `${path}.${key}`));
  }

  #same(expected: unknown, got: unknown, path: string): boolean {
    if (typeof expected === 'string') {
      return this.#sameText(expected, got, path);
    }
    if (isNumeric(expected) && isNumeric(got)) {
      return this.#sameNumber(expected, got, path);
    }
    return Object.is(expected, got);
  }

  #sameText(expected: string, got: unknown, path: string): boolean {
    if (expected === '<now>') {
      return this.#rules.isNow?.(got, path) ?? false;
    }
    if (/^<generated(:\d+)?>$/.test(expected)) {
      return this.#sameGenerated(expected, got);
    }
    if (expected === got) {
      return true;
    }
    const { form, exactText } = this.#rules;
    if (form?.path.test(path)) {
      return typeof got === 'string' && form.of(expected) === form.of(got);
    }
    return !exactText?.test(path) && sameMoment(expected, got);
  }

  #sameGenerated(placeholder: string, got: unknown): boolean {
    if (got === null || got === undefined) {
      return false;
    }
    if (placeholder === '<generated>') {
      return true;
    }
    if (!this.#generated.has(placeholder)) {
      this.#generated.set(placeholder, got);
    }
    return this.#generated.get(placeholder) === got;
  }

  #sameNumber(expected: number | bigint, got: number | bigint, path: string): boolean {
    const tolerance = this.#rules.tolerance?.(path) ?? 0;
    if (isWhole(expected) && isWhole(got)) {
      const distance = BigInt(expected) - BigInt(got);
      return (distance < 0n ? -distance : distance) <= BigInt(Math.floor(tolerance));
    }
    const scale = Math.max(Math.abs(Number(expected)), Math.abs(Number(got)));
    return Math.abs(Number(expected) - Number(got)) <= Math.max(tolerance, relativeTolerance * scale);
  }
}

/** Inside documents a moment is written with as many digits as it needs: what counts is which moment it is. */
function sameMoment(expected: string, got: unknown): boolean {
  const moment = momentOf(expected);
  return moment !== undefined && typeof got === 'string' && momentOf(got)?.equals(moment) === true;
}

function momentOf(text: string): Temporal.Instant | undefined {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) {
    return undefined;
  }
  try {
    return Temporal.Instant.from(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isWhole(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}
