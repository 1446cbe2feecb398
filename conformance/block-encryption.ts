import {
  BlockDocument,
  InvalidBlockContentError,
  InvalidTokenError,
  type JsonObject,
  type JsonValue,
} from '../src/domain/index.ts';
import { writeContent } from '../src/domain/blocks/block-content.ts';
import { Fernet } from '../src/domain/blocks/fernet.ts';
import { errorAs, failureOf } from './support/errors.ts';
import { NotHandled, type Observation, type Suite } from './support/suite.ts';
import { encodeValue } from './support/values.ts';
import type { World } from './support/world.ts';

interface Input {
  readonly env: Readonly<Record<string, string | null>>;
  readonly op: string;
  readonly token?: JsonValue;
  readonly data?: JsonValue;
  readonly iv_hex?: string;
  readonly time_seconds?: number;
  readonly plaintext?: string;
}

const pythonNames = [
  [InvalidTokenError, 'InvalidToken'],
  [InvalidBlockContentError, 'JSONDecodeError'],
] as const;

type Fields = Record<string, unknown>;

const operations: Readonly<Record<string, (input: Input, world: World) => Promise<Fields>>> = {
  decrypt,
  encrypt,
  roundtrip,
};

/** A block's content is encrypted, decrypted or both, with a key of the environment or the database. */
export const blockEncryption: Suite = {
  file: 'block_encryption',

  async run(vector, world): Promise<Observation | NotHandled> {
    const input = vector.input as unknown as Input;
    const operation = operations[input.op];
    if (operation === undefined) {
      return new NotHandled(`the operation ${input.op}`);
    }
    const seen: Fields = {};
    const error = await failureOf(async () =>
      inEnvironment(input.env, async () => Object.assign(seen, await operation(input, world))),
    );
    return { fields: { error: nameOf(error) ?? errorAs(vector.expected['error'], error), ...seen } };
  },
};

/** What Python raises where the package has an error of its own. */
function nameOf(error: unknown): string | undefined {
  const [, name] = pythonNames.find(([type]) => error instanceof type) ?? [];
  return name;
}

async function decrypt({ token }: Input, world: World): Promise<Fields> {
  const { id } = await storeBlock(world, async (block) => {
    block.data = token as string;
  });
  return { value: await contentOf(world, id) };
}

async function roundtrip({ data }: Input, world: World): Promise<Fields> {
  const { id, data: token } = await storeBlock(world, (block, em) => block.encryptData(em, plainCopy(data)));
  const value = await contentOf(world, id);
  return { token_is_string: typeof token === 'string', value, configuration_rows: await configurationRows(world) };
}

/** A token is never the same twice: it is put together here, of the same parts, and stored by the block. */
async function encrypt(input: Input, world: World): Promise<Fields> {
  const plain = writeContent(plainCopy(input.data));
  if (input.plaintext !== undefined && Buffer.from(plain).toString() !== input.plaintext) {
    throw new Error(`The plain text is ${Buffer.from(plain).toString()}`);
  }
  const fernet = Fernet.withKey(input.env['PREFECT_SERVER_ENCRYPTION_KEY'] ?? '');
  const nonce = { iv: Buffer.from(input.iv_hex ?? '', 'hex'), seconds: BigInt(input.time_seconds ?? 0) };
  const token = fernet?.encrypt(plain, nonce) ?? '';
  const { id } = await storeBlock(world, async (block) => {
    block.data = token;
  });
  return { token, stored_json: await storedText(world, id) };
}

/** Values as a program would make them: what was read from a file remembers how its numbers were spelled. */
function plainCopy(data: JsonValue | undefined): JsonValue {
  return structuredClone(data ?? null);
}

async function storeBlock(
  world: World,
  fill: (block: BlockDocument, em: ReturnType<World['em']>) => Promise<void>,
): Promise<BlockDocument> {
  const rows = world.rows.map(({ table, values }) => [table, values['id'] as string] as const);
  const parents = new Map(rows);
  const em = world.em();
  const block = em.create(BlockDocument, {
    name: 'block',
    blockType: parents.get('block_type') ?? '',
    blockSchema: parents.get('block_schema') ?? '',
  });
  await fill(block, em);
  await em.flush();
  return block;
}

/** As a program that starts later reads it. */
async function contentOf(world: World, id: string): Promise<unknown> {
  const em = world.em();
  const block = await em.findOneOrFail(BlockDocument, id);
  return encodeValue(await block.decryptData(em));
}

async function storedText(world: World, id: string): Promise<string | undefined> {
  const column = world.database.dialect === 'postgresql' ? 'data::text' : 'data';
  const [row] = await world.database.query<{ text: string }>(
    `select ${column} as text from block_document where id = ?`,
    [id],
  );
  return row?.text;
}

async function configurationRows(world: World): Promise<Fields[]> {
  const rows = (await world.findAll('configuration')) as unknown as { key: string; value: JsonObject }[];
  return rows.map(({ key, value }) => ({
    key,
    value_keys: Object.keys(value),
    key_length: String(value['fernet_key']).length,
  }));
}

async function inEnvironment<Result>(env: Input['env'], work: () => Promise<Result>): Promise<Result> {
  const former = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name] ?? null]));
  setEnvironment(env);
  try {
    return await work();
  } finally {
    setEnvironment(former);
  }
}

function setEnvironment(env: Input['env']): void {
  for (const [name, value] of Object.entries(env)) {
    if (value === null) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  }
}
