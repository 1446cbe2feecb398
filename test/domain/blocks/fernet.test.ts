import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { InvalidBlockContentError, InvalidJsonError, InvalidTokenError, setClock } from '../../../src/domain/index.ts';
import { readContent, writeContent } from '../../../src/domain/blocks/block-content.ts';
import { Fernet } from '../../../src/domain/blocks/fernet.ts';

interface Recorded {
  readonly key: string;
  readonly tokens: readonly {
    readonly plain: string;
    readonly seconds: number;
    readonly iv: string;
    readonly token: string;
  }[];
  readonly keys: readonly (readonly [text: string, isKey: boolean])[];
  readonly texts: readonly (readonly [text: string, plain: string | null])[];
}

const recorded = JSON.parse(readFileSync(new URL('fixtures/fernet.json', import.meta.url), 'utf8')) as Recorded;
const fernet = withKey(recorded.key);

function withKey(key: string): Fernet {
  const made = Fernet.withKey(key);
  if (made === undefined) {
    throw new Error('It is a key');
  }
  return made;
}

function plainOf(token: string): string | null {
  try {
    return fernet.decrypt(token).toString();
  } catch (error) {
    expect(error).to.be.instanceOf(InvalidTokenError);
    return null;
  }
}

describe('A Fernet token', () => {
  it('is the one that Python makes of the same parts', () => {
    for (const { plain, seconds, iv, token } of recorded.tokens) {
      const nonce = { iv: Buffer.from(iv, 'hex'), seconds: BigInt(seconds) };
      expect(fernet.encrypt(Buffer.from(plain), nonce)).to.equal(token);
    }
  });

  it("of Python's is read, whatever its age", () => {
    for (const { plain, token } of recorded.tokens) {
      expect(plainOf(token)).to.equal(plain);
    }
  });

  it('is refused where Python refuses it, and read past the characters that Python passes over', () => {
    for (const [text, plain] of recorded.texts) {
      expect(plainOf(text), JSON.stringify(text)).to.equal(plain);
    }
  });

  it('is refused by every other key, and when any of its bits is turned', () => {
    const token = fernet.encrypt(Buffer.from('plain'));
    expect(() => withKey(Fernet.newKey()).decrypt(token)).to.throw(InvalidTokenError);
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const turned = Buffer.from(bytes);
      turned[bit >> 3]! ^= 1 << (bit & 7);
      expect(plainOf(turned.toString('base64url').padEnd(token.length, '=')), `bit ${bit}`).to.equal(null);
    }
  });

  it('is never the same twice, and tells the second in which it was made', () => {
    const restore = setClock(() => 1_700_000_000_999_999_999n);
    try {
      const tokens = Array.from({ length: 50 }, () => fernet.encrypt(Buffer.from('plain')));
      expect(new Set(tokens)).to.have.property('size', 50);
      expect(Buffer.from(tokens[0] ?? '', 'base64url').readBigUInt64BE(1)).to.equal(1_700_000_000n);
    } finally {
      restore();
    }
  });
});

describe('A Fernet key', () => {
  it('is what Python takes for one', () => {
    for (const [text, isKey] of recorded.keys) {
      expect(Fernet.withKey(text) !== undefined, JSON.stringify(text)).to.equal(isKey);
    }
  });

  it('is new and of 44 characters each time', () => {
    const keys = Array.from({ length: 50 }, () => Fernet.newKey());
    expect(new Set(keys)).to.have.property('size', 50);
    for (const key of keys) {
      expect(key).to.match(/^[\w-]{43}=$/);
      expect(Fernet.withKey(key)).to.be.instanceOf(Fernet);
    }
  });

  it('does not show', () => {
    const key = Buffer.from(recorded.key, 'base64url');
    const shown = inspect(fernet, { depth: 9, showHidden: true }) + JSON.stringify(fernet);
    expect(shown).to.not.include(recorded.key);
    expect(shown).to.not.include(key.subarray(0, 4).toString('hex'));
    expect(shown).to.not.match(/buffer/i);
  });
});

describe('The content of a block', () => {
  it("is written as Python's json.dumps writes it, after it was read", () => {
    for (const { plain } of recorded.tokens) {
      expect(Buffer.from(writeContent(readContent(Buffer.from(plain)))).toString()).to.equal(plain);
    }
  });

  it('is read from any JSON text, escaped or not', () => {
    expect(readContent(Buffer.from('\uFEFF{"k":"é ☃"}'))).to.deep.equal({ k: 'é ☃' });
  });

  for (const [what, bytes] of Object.entries({
    'no JSON': Buffer.from('{"password": hunter2}'),
    'no UTF-8': Buffer.from([0x22, 0xff, 0xfe, 0x22]),
    nothing: Buffer.alloc(0),
  })) {
    it(`that is ${what} is refused without a word of it`, () => {
      expect(() => readContent(bytes))
        .to.throw(InvalidBlockContentError)
        .and.satisfy((error: Error) => !inspect(error, { depth: 9, showHidden: true }).includes('hunter2'));
    });
  }

  it('that JSON has no form for is refused without a word of it', () => {
    const content = { password: 'hunter2', made: new URL('https://user:hunter2@example.com/'), set: new Set() };
    expect(() => writeContent(content as never))
      .to.throw(InvalidJsonError)
      .and.satisfy((error: Error) => !inspect(error, { depth: 9, showHidden: true }).includes('hunter2'));
  });
});
