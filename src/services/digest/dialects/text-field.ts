/** A text in a raw digest: `t`, its length in bytes, `:` and itself. */
export function textField(text: string): string {
  return `t${Buffer.byteLength(text)}:${text}`;
}
