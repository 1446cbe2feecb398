import { createHash } from 'node:crypto';
import { dumpJson, type JsonObject, type JsonValue } from '../../domain/index.ts';
import { inheritNotes } from '../../domain/types/json/memory.ts';
import { changed, isObject, objectAt, plainDefinitions } from './schema-definitions.ts';

/**
 * The checksum of the fields of a block schema, as Prefect's client and server compute it: `sha256:` and hexadecimal digits, of all but which
 * fields are secret and how other blocks are defined.
 *
 * A float that is a whole number counts as `1.0`, which plain JavaScript numbers do not tell from `1`: parse the fields with
 * {@link parseJson} where they may hold such.
 *
 * @throws {@link InvalidJsonError} for what JSON has no form for
 */
export function blockSchemaChecksum(fields: JsonObject): string {
  const counted = withoutSecretFields(fields) as JsonObject;
  const definitions = objectAt(counted, 'definitions');
  const text = dumpJson([[definitions ? withPlainDefinitions(counted, definitions) : counted], {}], {
    nonFinite: 'python',
    sortKeys: true,
  });
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function withPlainDefinitions(fields: JsonObject, definitions: JsonObject): JsonObject {
  const plain = plainDefinitions(fields, definitions);
  // none at all count as they are, other than none that are left
  const isEmpty = Object.keys(plain).length === 0 && Object.keys(definitions).length > 0;
  return changed(fields, { definitions: isEmpty ? undefined : plain });
}

/** In objects only, as the reference has it: what a list holds is not looked into. */
function withoutSecretFields(part: JsonValue): JsonValue {
  if (!isObject(part)) {
    return part;
  }
  const kept = Object.entries(part).filter(([key]) => key !== 'secret_fields');
  const copy = Object.fromEntries(kept.map(([key, value]) => [key, withoutSecretFields(value)]));
  inheritNotes(part, copy);
  return copy;
}
