import * as z from 'zod';
import type { JsonObject } from '../../domain/index.ts';
import { checked, text } from '../input.ts';

/** A schema that a field of another holds, as `block_schema_references` names it. */
export interface NamedSchema {
  readonly field: string;
  readonly slug: string;
  readonly checksum: string;
  /** Where it stands in the input. */
  readonly path: string;
}

const missing = { error: 'names no block: it needs block_type_slug and block_schema_checksum.' };

const named = z.looseObject({ block_type_slug: text, block_schema_checksum: text }, missing);

const references = z.record(z.string(), z.union([named, z.array(named)], missing), { error: 'is not an object.' });

/**
 * What the fields of a schema name, one by one: a union names several under one field.
 *
 * @throws {@link InvalidArgumentError} with the path of what names no schema
 */
export function schemasNamedIn(fields: JsonObject, path: string): NamedSchema[] {
  const whole = `${path}.block_schema_references`;
  const given = checked(whole, references, fields['block_schema_references'] ?? {});
  return Object.entries(given).flatMap(([field, one]) => {
    const isList = Array.isArray(one);
    return (isList ? one : [one]).map(({ block_type_slug: slug, block_schema_checksum: checksum }, index) => ({
      field,
      slug,
      checksum,
      path: isList ? `${whole}.${field}[${index}]` : `${whole}.${field}`,
    }));
  });
}
