import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { now } from '../shared/clock.ts';
import { InvalidTokenError } from './errors.ts';
import { decodeBase64, encodeBase64 } from './python-base64.ts';

const version = 0x80;
const lengths = { key: 32, half: 16, head: 1 + 8 + 16, signature: 32 } as const;

/** What every token gets anew; given where a token has to come out just so. */
export interface FernetNonce {
  /** 16 bytes. */
  readonly iv: Buffer;
  /** When the token was made, in seconds since 1970. */
  readonly seconds: bigint;
}

/**
 * Fernet, the tokens of Python's `cryptography`: base64url of the version, the time, the initialisation vector, the text by AES-128-CBC,
 * and an HMAC-SHA256 over all of it. The key stays inside.
 */
export class Fernet {
  readonly #signing: Buffer;
  readonly #encryption: Buffer;

  private constructor(key: Buffer) {
    this.#signing = key.subarray(0, lengths.half);
    this.#encryption = key.subarray(lengths.half);
  }

  /** @returns undefined where the text is no key */
  static withKey(text: string): Fernet | undefined {
    const key = decodeBase64(text);
    return key?.length === lengths.key ? new Fernet(key) : undefined;
  }

  /** A new random key: 44 characters. */
  static newKey(): string {
    return encodeBase64(randomBytes(lengths.key));
  }

  encrypt(plain: Uint8Array, { iv, seconds }: FernetNonce = newNonce()): string {
    const head = Buffer.alloc(lengths.head);
    head.writeUInt8(version, 0);
    head.writeBigUInt64BE(seconds, 1);
    iv.copy(head, 9);
    const cipher = createCipheriv('aes-128-cbc', this.#encryption, iv);
    const signed = Buffer.concat([head, cipher.update(plain), cipher.final()]);
    return encodeBase64(Buffer.concat([signed, this.#signatureOf(signed)]));
  }

  /**
   * Tokens of any age are good, also such as will be made in the future.
   *
   * @throws {@link InvalidTokenError} whatever is wrong with the token: to tell more would help an attacker
   */
  decrypt(token: string): Buffer {
    const bytes = decodeBase64(token);
    if (bytes === undefined || bytes.length < lengths.head + lengths.signature || bytes[0] !== version) {
      throw new InvalidTokenError();
    }
    const signed = bytes.subarray(0, -lengths.signature);
    if (!timingSafeEqual(this.#signatureOf(signed), bytes.subarray(-lengths.signature))) {
      throw new InvalidTokenError();
    }
    return this.#open(signed.subarray(9, lengths.head), signed.subarray(lengths.head));
  }

  #open(iv: Buffer, encrypted: Buffer): Buffer {
    const decipher = createDecipheriv('aes-128-cbc', this.#encryption, iv);
    try {
      return Buffer.concat([decipher.update(encrypted), decipher.final()]);
    } catch {
      throw new InvalidTokenError();
    }
  }

  #signatureOf(signed: Buffer): Buffer {
    return createHmac('sha256', this.#signing).update(signed).digest();
  }
}

function newNonce(): FernetNonce {
  return { iv: randomBytes(lengths.half), seconds: BigInt(now().epochMilliseconds) / 1000n };
}
