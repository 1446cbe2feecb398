import * as z from 'zod';
import { DocumentType } from '../document-type.ts';
import type { JsonObject, JsonValue } from '../json/json-value.ts';
import { anyObject, optional, uuid } from './fields.ts';

/** Where a work pool keeps code bundles and results. */
export interface StorageConfiguration {
  bundle_upload_step: JsonObject | null;
  bundle_execution_step: JsonObject | null;
  default_result_storage_block_id: string | null;
  [unknown: string]: JsonValue;
}

export const storageConfigurationSchema = z.looseObject({
  bundle_upload_step: optional(anyObject),
  bundle_execution_step: optional(anyObject),
  default_result_storage_block_id: optional(uuid),
});

/** With every key, from those given. */
export function storageConfiguration(values: Partial<StorageConfiguration> = {}): StorageConfiguration {
  return {
    bundle_upload_step: null,
    bundle_execution_step: null,
    default_result_storage_block_id: null,
    ...values,
  };
}

export class StorageConfigurationType extends DocumentType {
  protected readonly schema = storageConfigurationSchema;
  protected override readonly defaults = () => storageConfiguration();
}
