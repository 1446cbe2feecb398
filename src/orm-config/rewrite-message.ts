/** Changes what an error says, also where its stack says it. */
export function rewriteMessage(error: Partial<Error>, from: RegExp, to: string): void {
  const before = error.message ?? '';
  const after = before.replace(from, to);
  if (after !== before) {
    const stack = error.stack?.replace(before, () => after);
    error.message = after;
    if (stack !== undefined) {
      error.stack = stack;
    }
  }
}
