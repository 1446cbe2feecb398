import { raw } from '@mikro-orm/core';
import type { JsonObject, JsonValue } from '../../src/domain/index.ts';
import type { Dialect } from '../../test/support/databases/index.ts';
import { NotHandled } from './suite.ts';

type Condition = Readonly<Record<PropertyKey, unknown>>;

/** How each kind of run is reached from the runs that are asked for. */
const paths: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  flow_run: { flow_runs: [], flows: ['flow'] },
  task_run: { task_runs: [], flow_runs: ['flowRun'], flows: ['flowRun', 'flow'] },
};

/** The few filters that cases about other things hold, by their paths, as conditions on the entity. */
const criteria: Readonly<Record<string, (value: JsonValue, dialect: Dialect) => Condition>> = {
  'id.any_': (id) => ({ id }),
  'name.any_': (name) => ({ name }),
  'state.type.any_': (stateType) => ({ stateType }),
  'state.name.any_': (stateName) => ({ stateName }),
  'tags.all_': (tags, dialect) => ({ $and: (tags as string[]).map((tag) => hasTag(tag, dialect)) }),
};

/** What the filters of a case say of the runs of a table; not handled where they say more than what is known here. */
export function conditionOf(table: string, filters: JsonObject, dialect: Dialect): Condition | NotHandled {
  const conditions: Condition[] = [];
  for (const [entity, filter] of Object.entries(filters)) {
    const path = paths[table]?.[entity];
    for (const [name, value] of leavesOf(filter)) {
      const criterion = criteria[name];
      if (path === undefined || criterion === undefined) {
        return new NotHandled(`the filter ${entity}.${name}`);
      }
      conditions.push(
        path.reduceRight((inner: Condition, relation) => ({ [relation]: inner }), criterion(value, dialect)),
      );
    }
  }
  return { $and: conditions };
}

/** The parts of a filter that say something, by their paths. */
function leavesOf(filter: JsonValue, path: readonly string[] = []): [string, JsonValue][] {
  if (filter === null) {
    return [];
  }
  return typeof filter === 'object' && !Array.isArray(filter)
    ? Object.entries(filter).flatMap(([key, value]) => leavesOf(value, [...path, key]))
    : [[path.join('.'), filter]];
}

function hasTag(tag: string, dialect: Dialect): Condition {
  const tags = (alias: string) =>
    dialect === 'sqlite' ? `json_each(${alias}.tags)` : `jsonb_array_elements_text(${alias}.tags)`;
  return { [raw((alias) => `exists (select 1 from ${tags(alias)} as tag where tag.value = ?)`, [tag])]: [] };
}
