import type { LeftOutRow } from './left-out.ts';
import { longKeyOf } from './long-keys.ts';
import type { ColumnPlan, CopyPlan, TablePlan } from './plan.ts';
import type { Row, Side } from './side.ts';
import type { CopiedColumn, TableReference } from './tables.ts';
import { Twins } from './twins.ts';
import { Unrepresentable, type UnrepresentableValue } from './unrepresentable.ts';
import type { CopyWatch } from './watch.ts';

/** By table: the source's spelling of ids by the target's, where the two differ. */
export type Aliases = ReadonlyMap<string, ReadonlyMap<unknown, unknown>>;

/** What a first reading of the source has found. */
export class Findings {
  /** What keeps rows from being copied. */
  readonly values: UnrepresentableValue[] = [];
  /** The rows that these belong to. */
  readonly rows: LeftOutRow[] = [];
  readonly aliases = new Map<string, Map<unknown, unknown>>();

  add({ source }: TablePlan, id: unknown, column: string, reason: string): void {
    this.values.push({ table: source.name, id: String(id), column, reason });
    this.rows.push({ table: source, id });
  }

  /** @returns false where another row has the same id in another spelling */
  addAlias({ source: { name } }: TablePlan, converted: unknown, stored: unknown): boolean {
    const aliases = this.aliases.get(name) ?? new Map<unknown, unknown>();
    this.aliases.set(name, aliases);
    const isFirst = !aliases.has(converted);
    aliases.set(converted, stored);
    return isFirst;
  }
}

/** Reads all of the source and converts it in memory: what cannot be copied is found before anything is written. */
export async function check({ source, target, tables }: CopyPlan, watch: CopyWatch): Promise<Findings> {
  const findings = new Findings();
  for (const plan of tables) {
    const twins = new Twins(source, plan);
    for await (const rows of source.batches(plan.source)) {
      for (const row of rows) {
        const isSound = checkRow(plan, row, findings);
        await checkBytes(source, plan, row, findings);
        if (isSound && !source.storesLike(target)) {
          await checkKeys(target, plan, row, findings);
          twins.note(row);
        }
      }
      await watch.advance(rows.length);
    }
    for (const { id, column, reason } of await twins.find()) {
      findings.add(plan, id, column, reason);
    }
    for (const reference of plan.source.references.filter(({ constrained }) => constrained)) {
      await checkReference(source, plan, reference, findings);
    }
  }
  return findings;
}

/** @returns whether each value can be copied */
function checkRow(plan: TablePlan, row: Row, findings: Findings): boolean {
  const { key } = plan;
  const before = findings.values.length;
  const repaired = plan.repaired(row);
  const id = row[key.from.name];
  for (const column of plan.columns) {
    const reason = reasonAgainst(column, repaired[column.from.name]);
    if (reason !== undefined) {
      findings.add(plan, id, column.from.name, reason);
    } else if (column === key && key.convert(id) !== id && !findings.addAlias(plan, key.convert(id), id)) {
      findings.add(plan, id, column.from.name, 'an id that another row has in another spelling');
    }
  }
  return findings.values.length === before;
}

async function checkKeys(target: Side, plan: TablePlan, row: Row, findings: Findings): Promise<void> {
  const column = await longKeyOf(target, plan, row);
  if (column !== undefined) {
    findings.add(plan, row[plan.source.key], column, 'a text too long for an index');
  }
}

/** What stands for bytes that are not UTF-8 in a text of JavaScript. */
const replacement = '\ufffd';

async function checkBytes(source: Side, plan: TablePlan, row: Row, findings: Findings): Promise<void> {
  const id = row[plan.source.key];
  for (const { name } of doubtfulTexts(plan, row)) {
    if (await source.dialect.isBroken(source, plan.source, name, id)) {
      findings.add(plan, id, name, 'bytes that are not UTF-8');
    }
  }
}

function doubtfulTexts({ source }: TablePlan, row: Row): CopiedColumn[] {
  return source.columns.filter(({ name }) => {
    const stored = row[name];
    return typeof stored === 'string' && stored.includes(replacement);
  });
}

function reasonAgainst({ convert, isSame, to }: ColumnPlan, stored: unknown): string | undefined {
  if (stored === null) {
    return to.property.nullable === true ? undefined : 'NULL, which the column does not take';
  }
  try {
    return isSame(stored, convert(stored)) ? undefined : 'a value that would say something else there';
  } catch (error) {
    if (error instanceof Unrepresentable) {
      return error.message;
    }
    throw error;
  }
}

/** SQLite keeps rows that point nowhere when they were written with foreign keys switched off. */
async function checkReference(
  source: Side,
  plan: TablePlan,
  { column, target }: TableReference,
  findings: Findings,
): Promise<void> {
  const [table, key, pointer, other, otherKey] = [
    plan.source.name,
    plan.source.key,
    column,
    target,
    source.tables.get(target)!.key,
  ].map((name) => source.quote(name));
  const dangling = await source.query(
    `select t.${key} as id, t.${pointer} as target from ${table} as t where t.${pointer} is not null ` +
      `and not exists (select 1 from ${other} as o where o.${otherKey} = t.${pointer})`,
  );
  for (const row of dangling) {
    findings.add(plan, row['id'], column, `it points at ${target} ${String(row['target'])}, which is not there`);
  }
}
