import type { JsonObject, JsonValue } from '../../domain/index.ts';
import { inheritNotes } from '../../domain/types/json/memory.ts';
import { isObject } from './schema-definitions.ts';

/** What is shown in the place of a secret, however long it is. */
const hidden = '********';

type Path = readonly string[];

/** Which values in the content of a block are secret, as its schema says. */
export class SecretFields {
  readonly #exact: readonly Path[];
  /** What stands before the `*` of a path: all that lies below is secret. */
  readonly #above: readonly Path[];

  /** @param fields of the schema */
  constructor(fields: JsonObject) {
    const named = fields['secret_fields'];
    const paths = (Array.isArray(named) ? named : [])
      .filter((path) => typeof path === 'string')
      .map((path) => path.split('.'));
    this.#exact = paths.filter((path) => !path.includes('*'));
    this.#above = paths.filter((path) => path.includes('*')).map((path) => path.slice(0, path.indexOf('*')));
  }

  /** A copy of the content that shows no secret. A secret that is null shows as such, unless it lies below a `*`. */
  hiddenIn(content: JsonObject): JsonObject {
    return withLeaves(content, (leaf, path) =>
      this.#isBelow(path) || (leaf !== null && this.#isNamed(path)) ? hidden : leaf,
    );
  }

  /** A copy of a content that was shown to somebody, with the secrets of the stored one where they are still hidden. */
  restoredIn(content: JsonObject, stored: JsonObject): JsonObject {
    return withLeaves(content, (leaf, path) =>
      leaf === hidden && (this.#isNamed(path) || this.#isBelow(path)) ? (leafAt(stored, path) ?? leaf) : leaf,
    );
  }

  #isNamed(path: Path): boolean {
    return this.#exact.some((named) => named.length === path.length && startsWith(path, named));
  }

  #isBelow(path: Path): boolean {
    return this.#above.some((above) => startsWith(path, above));
  }
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((key, index) => path[index] === key);
}

/** A copy with other values at the ends of all paths. An empty object is an end, and so is a list. Numbers keep their spelling. */
function withLeaves(
  content: JsonObject,
  change: (leaf: JsonValue, path: Path) => JsonValue,
  above: Path = [],
): JsonObject {
  const copy = Object.fromEntries(
    Object.entries(content).map(([key, value]) => {
      const path = [...above, key];
      return [key, isBranch(value) ? withLeaves(value, change, path) : change(value, path)];
    }),
  );
  inheritNotes(content, copy);
  return copy;
}

function leafAt(content: JsonObject, path: Path): JsonValue | undefined {
  let found: JsonValue | undefined = content;
  for (const key of path) {
    found = isBranch(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return isBranch(found) ? undefined : found;
}

function isBranch(value: JsonValue | undefined): value is JsonObject {
  return isObject(value) && Object.keys(value).length > 0;
}
