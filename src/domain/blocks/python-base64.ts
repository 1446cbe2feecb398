const OUTSIDE_ALPHABET = /[^A-Za-z0-9+/_=-]/g;

/**
 * Decodes base64 as Python's `urlsafe_b64decode` does: in either alphabet, past characters of none, such as the line break behind a key
 * that was read from a file.
 *
 * @returns undefined where the padding is wrong, which Python refuses too
 */
export function decodeBase64(text: string): Buffer | undefined {
  const [digits, padding] = splitAtPadding(text.replaceAll(OUTSIDE_ALPHABET, ''));
  const rest = digits.length % 4;
  const complete = rest === 0 || (rest > 1 && padding.length >= 4 - rest);
  return complete ? Buffer.from(digits, 'base64url') : undefined;
}

/** An equals sign counts as padding where it completes a group of four, and ends the text; elsewhere Python passes over it. */
function splitAtPadding(text: string): [digits: string, padding: string] {
  const end = text.indexOf('=');
  let digits = end < 0 ? text : text.slice(0, end);
  let padding = '';
  for (const character of text.slice(digits.length)) {
    if (character !== '=') {
      digits += character;
      padding = '';
      continue;
    }
    padding += character;
    const rest = digits.length % 4;
    if (rest > 1 && rest + padding.length >= 4) {
      break;
    }
  }
  return [digits, padding];
}

/** In the URL-safe alphabet, with the padding that Python writes. */
export function encodeBase64(bytes: Buffer): string {
  const digits = bytes.toString('base64url');
  return digits.padEnd(Math.ceil(digits.length / 4) * 4, '=');
}
