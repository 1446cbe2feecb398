/** What a JSON column can hold. Integers beyond 2^53 are bigint, so that no digit is lost. */
export type JsonValue = null | boolean | number | bigint | string | JsonValue[] | JsonObject;

/** A JSON object as a JSON column can hold it. */
export interface JsonObject {
  [key: string]: JsonValue;
}
