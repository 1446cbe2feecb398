import { PrefectOrmError } from '../../domain/index.ts';

/** What blocks are made of. */
export type BlockPart = 'block type' | 'block schema' | 'block document';

/** An input refers to a part of a block that is not there. Nothing was written. */
export class UnknownBlockError extends PrefectOrmError {
  readonly code = 'UNKNOWN_BLOCK';
  /** The path in the input. */
  readonly parameter: string;
  readonly part: BlockPart;
  /** The id, or the slug of a type. */
  readonly key: string;

  constructor(parameter: string, part: BlockPart, key: string) {
    super(`${parameter} names the ${part} ${key}, which is not there. Save it first, or name another one.`);
    this.parameter = parameter;
    this.part = part;
    this.key = key;
  }
}

/** A block type that Prefect brings itself, or a schema of it, was to be deleted. */
export class ProtectedBlockTypeError extends PrefectOrmError {
  readonly code = 'PROTECTED_BLOCK_TYPE';
  readonly slug: string;

  constructor(slug: string) {
    super(
      `The block type ${slug} is protected: neither it nor its schemas can be deleted. Delete its documents instead.`,
    );
    this.slug = slug;
  }
}

/** Block documents, or block schemas, refer to each other in a circle, or would do so. */
export class BlockCycleError extends PrefectOrmError {
  readonly code = 'BLOCK_CYCLE';
  readonly part: BlockPart;
  /** Those of the circle, and those that lead to it. */
  readonly ids: readonly string[];

  constructor(part: BlockPart, ids: readonly string[]) {
    super(
      `Each ${part} of these leads back to itself, or to one that does: ${ids.join(', ')}. Take one reference away.`,
    );
    this.part = part;
    this.ids = ids;
  }
}

/** A block document cannot be decrypted with the key that is given up. No document was changed. */
export class UndecryptableBlockError extends PrefectOrmError {
  readonly code = 'UNDECRYPTABLE_BLOCK';
  /** The id of the document. */
  readonly id: string;

  constructor(id: string) {
    super(
      `The block document ${id} cannot be decrypted with the key that is to be given up, so all keep that key. ` +
        'Save the block anew, or delete it, and rotate again.',
    );
    this.id = id;
  }
}

/** The key is the environment's, which wins over that of the database: to exchange the latter would change nothing. */
export class EnvironmentKeyError extends PrefectOrmError {
  readonly code = 'ENVIRONMENT_KEY';
  readonly variable: string;

  constructor(variable: string) {
    super(
      `Blocks are encrypted with the key in ${variable}. Stop every server, give this key as oldKey and another one as newKey, ` +
        `and set ${variable} to the new one before you start the servers again.`,
    );
    this.variable = variable;
  }
}
