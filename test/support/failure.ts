/** What a promise is rejected with. Throws where it is not. */
export async function failureOf(work: Promise<unknown>): Promise<Error & Record<string, unknown> & { code?: string }> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) {
    throw new Error('It was to fail');
  }
  return outcome as Error & Record<string, unknown> & { code?: string };
}
