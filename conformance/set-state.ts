import { type EntityManager, helper } from '@mikro-orm/core';
import { type FlowRun, type FlowRunState, type JsonObject, TaskRun, type TaskRunState } from '../src/domain/index.ts';
import { type ServiceOperation, setStatesByService } from './set-state-by-service.ts';
import { errorAs, failureOf } from './support/errors.ts';
import type { Observation, Suite } from './support/suite.ts';
import { propertyOfColumn } from './support/tables.ts';
import { expectedOn } from './support/vectors.ts';
import type { World } from './support/world.ts';

type AnyRun = FlowRun | TaskRun;
type AnyState = FlowRunState | TaskRunState;

/** One step of a case; the names are those that the case gives its objects. */
interface Operation {
  readonly op: string;
  readonly as?: string;
  readonly id?: string;
  readonly run?: string;
  readonly state?: string | null;
  readonly values?: JsonObject;
  readonly add?: boolean;
}

interface Step {
  readonly op: string;
  readonly error: string | null;
  readonly in_memory?: JsonObject;
}

interface Input {
  readonly run_table: 'flow_run' | 'task_run';
  readonly ops: readonly Operation[];
}

/** What happens to a run, its pointer and its history when its state is set. */
export const setState: Suite = {
  file: 'set_state',

  async run(vector, world): Promise<Observation> {
    const expected = expectedOn(vector, world.database.dialect);
    if (vector.level === 'service') {
      return setStatesByService(vector.input['ops'] as unknown as readonly ServiceOperation[], expected, world);
    }
    const { run_table: table, ops } = vector.input as unknown as Input;
    const scene = new Scene(world, table, expected);
    const steps: Step[] = [];
    for (const [index, operation] of ops.entries()) {
      const wanted = (expected['steps'] as unknown as (Step | null)[])[index]?.error ?? null;
      const isFirstOfRun = operation.op === 'flush' && scene.hasNewRunWithState;
      const step = await scene.play(operation, wanted);
      steps.push(step);
      if (step.error !== null) {
        return { fields: { steps, runs: null, states: null } };
      }
      if (isFirstOfRun && refusals.has(wanted)) {
        await scene.checkLives();
        return { fields: {}, byRule: { rule: 'new run and state in one flush', fields: ['steps', 'runs', 'states'] } };
      }
    }
    return { fields: { steps, runs: await scene.runRows(), states: await scene.stateRows() } };
  },
};

/** How the reference fails where a run and its first state go in together. */
const refusals: ReadonlySet<string | null> = new Set(['constraint:foreign_key', 'constraint:not_null']);

/** The objects of a case, in one unit of work. */
class Scene {
  readonly #world: World;
  readonly #table: Input['run_table'];
  readonly #expected: JsonObject;
  readonly #em: EntityManager;
  readonly #runs = new Map<string, AnyRun>();
  readonly #states = new Map<string, AnyState>();
  readonly #ids: Set<string>;
  readonly #newRuns = new Set<AnyRun>();

  constructor(world: World, table: Input['run_table'], expected: JsonObject) {
    this.#world = world;
    this.#table = table;
    this.#expected = expected;
    this.#em = world.em();
    this.#ids = new Set(world.rows.map(({ values }) => values['id'] as string));
  }

  get hasNewRunWithState(): boolean {
    return [...this.#newRuns].some((run) => run.state !== null);
  }

  async play(operation: Operation, wanted: string | null): Promise<Step> {
    const { op } = operation;
    const error = await failureOf(() => this.#do(operation));
    const inMemory = op === 'read' && error === undefined ? { in_memory: this.#look(this.#run(operation.run)) } : {};
    return { op, error: errorAs(wanted, error), ...inMemory };
  }

  /** @throws where the database tells another life of a run than its entity */
  async checkLives(): Promise<void> {
    const em = this.#world.em();
    for (const run of this.#runs.values()) {
      const found = (await em.findOneOrFail(this.#runClass, run.id, {
        populate: ['states'] as never,
      })) as AnyRun;
      const history = found.states.getItems().map(({ id }) => id);
      const own = [...this.#states.values()].filter((state) => runIdOf(state) === run.id).map(({ id }) => id);
      if (found.stateId !== run.stateId || own.some((id) => !history.includes(id)) || own.length !== history.length) {
        throw new Error(
          `Run ${run.id} points at ${run.stateId} of ${own.join(', ')}; in the database at ${found.stateId} of ${history.join(', ')}`,
        );
      }
    }
  }

  /** The runs that the case gave their ids: others are none that it could ask for. */
  async runRows(): Promise<object[]> {
    const runs = (await this.#world.findAll(this.#table)) as AnyRun[];
    return runs
      .filter(({ id }) => this.#ids.has(id))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map((run) => ({ ...this.#row(this.#table, 'runs', run), state_id: run.stateId }));
  }

  async stateRows(): Promise<object[]> {
    const table = `${this.#table}_state`;
    const states = (await this.#world.findAll(table)) as AnyState[];
    return states
      .toSorted((a, b) => Temporal.Instant.compare(a.timestamp, b.timestamp))
      .map((state) => this.#row(table, 'states', state));
  }

  async #do(operation: Operation): Promise<void> {
    const em = this.#em;
    switch (operation.op) {
      case 'new_run':
        this.#makeRun(operation);
        return;
      case 'new_state':
        this.#makeState(operation);
        return;
      case 'load_run':
        this.#runs.set(operation.as!, (await em.findOneOrFail(this.#runClass, this.#idOfRun(operation.id!))) as AnyRun);
        return;
      case 'load_state':
        this.#states.set(
          operation.as!,
          (await em.findOneOrFail(this.#stateClass, this.#idOfState(operation.id!))) as AnyState,
        );
        return;
      case 'set_state':
        this.#run(operation.run).setState(this.#state(operation.state) as never);
        return;
      case 'assign_state':
        this.#run(operation.run).state = this.#state(operation.state) as never;
        return;
      case 'delete_state':
        em.remove(this.#state(operation.state)!);
        return;
      case 'flush':
        await em.flush();
        this.#newRuns.clear();
        return;
      case 'reload':
        await em.findOneOrFail(this.#runClass, this.#run(operation.run).id, { refresh: true });
        return;
      case 'read':
        return;
      default:
        throw new Error(`A case has an operation "${operation.op}"`);
    }
  }

  #makeRun({ as, values = {} }: Operation): void {
    const RunClass = this.#runClass as new (values: object) => AnyRun;
    const needed =
      this.#table === 'flow_run'
        ? { flow_id: this.#world.rows.find(({ table }) => table === 'flow')!.values['id']! }
        : { task_key: 't', dynamic_key: as! };
    const run = new RunClass(this.#values(this.#table, { ...needed, ...values }));
    this.#em.persist(run);
    this.#runs.set(as!, run);
    this.#newRuns.add(run);
    if (typeof values['id'] === 'string') {
      this.#ids.add(values['id']);
    }
  }

  #makeState({ as, values = {}, add }: Operation): void {
    const StateClass = this.#stateClass as new (values: object) => AnyState;
    const state = new StateClass(this.#values(`${this.#table}_state`, values));
    if (add) {
      this.#em.persist(state);
    }
    this.#states.set(as!, state);
  }

  /** What a constructor takes, in the order of the case. */
  #values(table: string, values: JsonObject): object {
    return Object.fromEntries(
      Object.entries(values).flatMap(([column, wire]) => {
        if (column === 'state') {
          return [['state', wire && this.#state((wire as { ref: string }).ref)]];
        }
        const property = propertyOfColumn(this.#world.tables.of(table), column);
        const [[name, value]] = Object.entries(this.#world.decodeRow(table, { [column]: wire })) as [[string, unknown]];
        const target = property.targetMeta?.class;
        return [[name, target && value !== null ? this.#em.getReference(target, value as never) : value]];
      }),
    );
  }

  /** What a program sees of a run. Of the pointer the reference shows what the last flush wrote. */
  #look(run: AnyRun): JsonObject {
    const { state } = run;
    const stored: { _state?: string } = helper<object>(run).__originalEntityData ?? {};
    const alias = [...this.#states].find(([, candidate]) => candidate === state)?.[0];
    const missing = run instanceof TaskRun && run.isStateMissing ? run.stateId : null;
    return {
      state_is: alias ?? null,
      state_id: missing ?? stored._state ?? null,
      state_type: run.stateType,
      state_run_id: state && runIdOf(state),
    };
  }

  #row(table: string, field: 'runs' | 'states', entity: object): Record<string, unknown> {
    const [first] = (this.#expected[field] ?? []) as unknown as JsonObject[];
    return this.#world.encodeRow(table, entity, Object.keys(first ?? { id: null }));
  }

  #run(alias: string | undefined): AnyRun {
    return this.#runs.get(alias ?? '')!;
  }

  #state(alias: string | null | undefined): AnyState | null {
    return alias == null ? null : this.#states.get(alias)!;
  }

  /** The rows of a case go by other names than their ids: a run by its own. */
  #idOfRun(name: string): string {
    const row = this.#world.rows.find(({ table, values }) => table === this.#table && values['name'] === name);
    return row!.values['id'] as string;
  }

  /** A state is called `s0` of the run "run", `other-s0` of the run "other". */
  #idOfState(name: string): string {
    const [, run, index] = /^(?:(.*)-)?s(\d+)$/.exec(name)!;
    const owner = this.#idOfRun(run ?? 'run');
    const rows = this.#world.rows.filter(
      ({ table, values }) => table === `${this.#table}_state` && values[`${this.#table}_id`] === owner,
    );
    return rows[Number(index)]!.values['id'] as string;
  }

  get #runClass() {
    return this.#world.tables.of(this.#table).class;
  }

  get #stateClass() {
    return this.#world.tables.of(`${this.#table}_state`).class;
  }
}

function runIdOf(state: AnyState): string {
  return 'flowRun' in state ? state.flowRunId : state.taskRunId;
}
