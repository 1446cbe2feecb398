import type { z } from 'zod';
import { InvalidValueError } from './errors.ts';
import type { DumpOptions } from './json/dump.ts';
import { InvalidJsonError } from './json/errors.ts';
import { type FloatTree, floatTest } from './json/floats.ts';
import type { JsonObject, JsonValue } from './json/json-value.ts';
import { inheritNotes, type Origin, rememberSource } from './json/memory.ts';
import { readDocument, sameDocument, type StoredJson, unchangedText } from './json/stored-document.ts';
import { TextJsonType } from './json-type.ts';

/**
 * A JSON document with a schema. It is checked when it is written: known keys first, in the order of the reference's model and with
 * all defaults, unknown keys kept behind them. It is not checked when it is read, since what a newer server wrote must survive; keys
 * that are missing get their defaults, which by itself is no change of the row.
 */
export abstract class DocumentType extends TextJsonType {
  protected abstract readonly schema: z.ZodType;

  /** The values of keys that a stored document may lack; none for documents that are always written whole. */
  protected readonly defaults: (() => JsonObject) | undefined = undefined;

  /** Which numbers are floats: written `1.0`, as the reference does. */
  protected readonly floats: FloatTree = {};

  protected override get options(): DumpOptions {
    this.dumpOptions ??= { nonFinite: 'null', isFloat: floatTest(this.floats) };
    return this.dumpOptions;
  }

  private dumpOptions: DumpOptions | undefined;

  override compareValues(a: unknown, b: unknown): boolean {
    return sameDocument(a as StoredJson, b as StoredJson, this.complete);
  }

  protected override read(value: StoredJson, origin: Origin): JsonValue {
    return this.explained(() => readDocument(value, this.complete, origin));
  }

  protected override write(value: unknown, origin: Origin): string {
    return this.explained(() => this.unchanged(value, origin) ?? this.checkedText(value, origin));
  }

  private unchanged(value: unknown, origin: Origin): string | undefined {
    try {
      return unchangedText(value, this.options, origin, this.complete);
    } catch (error) {
      if (error instanceof InvalidJsonError) {
        // it holds what only its schema can write, such as a Set
        return undefined;
      }
      throw error;
    }
  }

  /** Fills in what is missing, in the order of the model. */
  private readonly complete = (value: JsonValue): JsonValue => {
    if (!this.defaults || typeof value !== 'object' || value === null || Array.isArray(value)) {
      return value;
    }
    const defaults = this.defaults();
    if (Object.keys(defaults).every((key) => Object.hasOwn(value, key))) {
      return value;
    }
    const whole = { ...defaults, ...value };
    inheritNotes(value, whole);
    return whole;
  };

  private checkedText(value: unknown, origin: Origin): string {
    const result = this.schema.safeParse(value);
    if (!result.success) {
      const issue = result.error.issues[0]!;
      throw new InvalidValueError(
        this,
        `${issue.message}.`,
        issue.path.map(String).join('.') || '(the document itself)',
      );
    }
    inheritNotes(value, result.data);
    const text = this.dump(result.data);
    if (typeof value === 'object' && value !== null) {
      // the next flush need not check it again
      rememberSource(value, text, origin);
    }
    return text;
  }
}
