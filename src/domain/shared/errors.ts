/**
 * The root of every error that this package raises itself. Errors of the database stay MikroORM's exceptions.
 *
 * The message is a sentence that says what is wrong and what to do; it never holds a secret.
 */
export abstract class PrefectOrmError extends Error {
  /** Stable across releases: what a program switches on. */
  abstract readonly code: string;

  override get name(): string {
    return this.constructor.name;
  }
}
