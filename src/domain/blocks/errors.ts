import { PrefectOrmError } from '../shared/errors.ts';

/** The stored content of a block cannot be decrypted: it belongs to another key, was tampered with, or never was a token. */
export class InvalidTokenError extends PrefectOrmError {
  readonly code = 'INVALID_TOKEN';

  constructor() {
    super(
      'The content of the block cannot be decrypted: it was encrypted with another key, was changed since, or is no Fernet token. ' +
        'Set PREFECT_SERVER_ENCRYPTION_KEY to the key it was encrypted with, or unset it to use the key of the database.',
    );
  }
}

/** Where the key that encrypts blocks was found. */
export type KeySource = 'PREFECT_SERVER_ENCRYPTION_KEY' | 'ORION_ENCRYPTION_KEY' | 'configuration';

/** The key that encrypts blocks is none. Nothing was encrypted or decrypted. */
export class InvalidEncryptionKeyError extends PrefectOrmError {
  readonly code = 'INVALID_ENCRYPTION_KEY';
  /** An environment variable, or the row ENCRYPTION_KEY of the table `configuration`. */
  readonly source: KeySource;

  constructor(source: KeySource) {
    const place =
      source === 'configuration'
        ? 'The row ENCRYPTION_KEY of the table configuration holds no Fernet key: restore its value {"fernet_key": …} from a backup, ' +
          'or set PREFECT_SERVER_ENCRYPTION_KEY.'
        : `${source} is no Fernet key.`;
    super(`${place} A key is 32 bytes in URL-safe base64, which is 44 characters.`);
    this.source = source;
  }
}

/** A block was decrypted, but what it held is not JSON. The message holds nothing of it. */
export class InvalidBlockContentError extends PrefectOrmError {
  readonly code = 'INVALID_BLOCK_CONTENT';

  constructor() {
    super(
      'The content of the block was decrypted, but it is not JSON. Whatever wrote it was not Prefect: save the block anew.',
    );
  }
}
