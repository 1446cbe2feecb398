import { expect } from 'chai';
import * as fc from 'fast-check';
import { JsonbType, JsonType, type JsonValue, parseJson } from '../../src/domain/types/index.ts';
import { postgresql, sqlite } from '../domain/types/platforms.ts';
import { numRuns } from './runs.ts';

const keys = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.nat(30).map(String),
  fc.constantFrom('__proto__', 'constructor', 'toJSON', 'a', '01', '1.0'),
);
// beyond 2^53 an integer is a bigint; a number there is a float, and JSON has no negative zero that JavaScript would not read back
const numbers = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e16, 1e22, 1e-7, 5e-324, 2 ** 53),
);
const bigints = fc.oneof(
  fc.bigInt({ min: 2n ** 53n, max: 10n ** 30n }),
  fc.bigInt({ min: -(10n ** 30n), max: -(2n ** 53n) }),
);

const { document } = fc.letrec<{ value: JsonValue; document: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    numbers,
    bigints,
    fc.string({ unit: 'binary' }),
    tie('document'),
  ),
  document: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc.array(tie('value'), { maxLength: 5 }),
    objects(tie('value')),
  ),
}));

/** Objects whose keys may be anything, also what an assignment would take for the prototype. */
function objects(value: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> {
  return fc.array(fc.tuple(keys, value), { maxLength: 5 }).map((entries) => Object.fromEntries(entries));
}

/** Texts of JSON in spellings of all kinds: white space, escapes, duplicate keys, numbers as nobody would write them. */
const gap = fc.constantFrom('', ' ', '\n', '\t ');
const spelledNumbers = fc.constantFrom(
  '1.0',
  '-0.0',
  '-0',
  '0',
  '1e5',
  '1E+5',
  '1.50',
  '100000000000000000000',
  '9007199254740993',
  '0.00001',
  '1e-7',
  '123456789012345.678',
  '1e400',
);
const { text } = fc.letrec<{ text: string; container: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    spelledNumbers,
    fc.constantFrom('null', 'true', 'false'),
    fc.string({ unit: 'binary' }).map((s) => JSON.stringify(s)),
    tie('container'),
  ),
  container: fc.oneof(
    fc
      .tuple(fc.array(tie('text'), { maxLength: 4 }), gap)
      .map(([items, space]) => `[${items.join(`,${space}`)}${space}]`),
    fc
      .tuple(fc.array(fc.tuple(keys, tie('text')), { maxLength: 4 }), gap)
      .map(
        ([entries, space]) =>
          `{${space}${entries.map(([key, value]) => `${JSON.stringify(key)}${space}:${value}`).join(',')}}`,
      ),
  ),
}));

for (const [dialect, platform] of Object.entries({ sqlite, postgresql })) {
  for (const type of [new JsonbType(), new JsonType()]) {
    describe(`${type.name} on ${dialect}`, () => {
      it('keeps every document', () => {
        fc.assert(
          fc.property(document, (value) => {
            const stored = type.convertToDatabaseValue(value, platform)!;
            const back = type.convertToJSValue(stored, platform);
            expect(same(back, value), stored).to.equal(true);
            expect(type.convertToDatabaseValue(back, platform)).to.equal(stored);
          }),
          { numRuns },
        );
      });

      it('writes every stored text again as it was', () => {
        fc.assert(
          fc.property(
            text.filter((each) => /^[[{]/.test(each)),
            (stored) => {
              expect(type.convertToDatabaseValue(type.convertToJSValue(stored, platform), platform)).to.equal(stored);
            },
          ),
          { numRuns },
        );
      });
    });
  }
}

it('reads every text to the values that JSON.parse reads, digits aside', () => {
  fc.assert(
    fc.property(text, (stored) => {
      expect(rounded(parseJson(stored)), stored).to.deep.equal(JSON.parse(stored));
    }),
    { numRuns },
  );
});

it('writes ASCII only', () => {
  const type = new JsonbType();
  fc.assert(
    fc.property(document, (value) => {
      expect(type.convertToDatabaseValue(value, sqlite)).to.match(/^[ -~]*$/);
    }),
    { numRuns },
  );
});

/** Deep equality that tells -0 from 0 and looks at own keys only. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return Object.is(a, b);
  }
  const names = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    names.length === Object.keys(b).length &&
    names.every(
      (name) =>
        Object.hasOwn(b, name) && same((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]),
    )
  );
}

function rounded(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return Number(value);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Array.isArray(value)
    ? value.map(rounded)
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rounded(item)]));
}
