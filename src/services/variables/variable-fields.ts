import { json, tags, text } from '../input.ts';

const longestName = 255;
const longestValue = 5000;

/** What a variable has. */
export const variableFields = {
  /** Unique. */
  name: text
    .regex(/^[a-z0-9_-]*$/, { error: 'holds more than lower-case letters, digits, dashes and underscores.' })
    .max(longestName, { error: `is longer than ${longestName} characters.` }),
  /** Any JSON, of up to 5,000 bytes. */
  value: json.refine((value) => bytesOf(value) <= longestValue, { error: `is longer than ${longestValue} bytes.` }),
  tags,
};

function bytesOf(value: unknown): number {
  // a number that is close takes as many digits
  const written = JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? Number(item) : item));
  return Buffer.byteLength(written ?? '');
}
