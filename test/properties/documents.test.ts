import { expect } from 'chai';
import * as fc from 'fast-check';
import * as types from '../../src/domain/types/index.ts';
import { postgresql, sqlite } from '../domain/types/platforms.ts';
import { numRuns } from './runs.ts';

type Record_ = Record<string, unknown>;

const id = fc.uuid();
const word = fc.string({ unit: 'binary', maxLength: 8 });
const moment = fc
  .bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n })
  .map((microseconds) => Temporal.Instant.fromEpochNanoseconds(microseconds * 1000n));
const labels = fc.dictionary(word, word, { maxKeys: 3 });
const length = fc.integer({ min: 1, max: 10 ** 12 }).map((microseconds) => microseconds / 1e6);
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const words = fc.uniqueArray(word, { maxLength: 3 });

/** Some of the keys only: what is left out gets its default. */
const some = (shape: Record<string, fc.Arbitrary<unknown>>, required: string[] = []) =>
  fc.record(shape, { requiredKeys: required }) as fc.Arbitrary<Record_>;

const person = some({ id: orNull(id), type: orNull(word), display_value: orNull(word) });
const resource = fc
  .tuple(labels, fc.string({ minLength: 1 }))
  .map(([rest, name]) => ({ ...rest, 'prefect.resource.id': name }));
const event = some(
  {
    occurred: moment,
    event: word,
    resource,
    related: fc.array(
      resource.map((r) => ({ ...r, 'prefect.resource.role': 'x' })),
      { maxLength: 2 },
    ),
    payload: fc.dictionary(word, fc.jsonValue()),
    id,
    follows: orNull(id),
    received: moment,
  },
  ['occurred', 'event', 'resource', 'id'],
);

const { trigger } = fc.letrec<{ trigger: Record_; leaf: Record_ }>((tie) => ({
  leaf: some(
    {
      type: fc.constant('event'),
      id,
      match: labels,
      match_related: fc.array(labels, { maxLength: 2 }),
      after: words,
      expect: words,
      for_each: words,
      posture: fc.constantFrom('Reactive', 'Proactive'),
      threshold: fc.nat(),
      within: fc.integer({ min: 10, max: 1e9 }),
    },
    ['type', 'posture'],
  ),
  trigger: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    tie('leaf'),
    some(
      {
        type: fc.constant('sequence'),
        id,
        triggers: fc.array(tie('trigger'), { maxLength: 2 }),
        within: orNull(length),
      },
      ['type', 'triggers', 'within'],
    ),
    some(
      {
        type: fc.constant('compound'),
        id,
        triggers: fc.array(tie('trigger'), { maxLength: 2 }),
        within: orNull(length),
        require: fc.constantFrom('any', 'all'),
      },
      ['type', 'triggers', 'within', 'require'],
    ),
  ),
}));

const firing = some(
  {
    id,
    trigger,
    trigger_states: fc.constantFrom(['Triggered'], ['Resolved', 'Triggered']),
    triggered: moment,
    triggering_labels: labels,
    triggering_event: orNull(event),
    triggering_value: fc.jsonValue(),
  },
  ['trigger', 'trigger_states', 'triggered'],
);

const action = fc.oneof(
  some(
    {
      type: fc.constant('run-deployment'),
      deployment_id: id,
      parameters: orNull(fc.dictionary(word, fc.jsonValue()) as fc.Arbitrary<unknown>),
      schedule_after: length,
    },
    ['type', 'deployment_id'],
  ),
  some({ type: fc.constantFrom('cancel-flow-run', 'do-nothing') }, ['type']),
  some(
    {
      type: fc.constant('change-flow-run-state'),
      state: fc.constantFrom(...types.stateTypes),
      name: orNull(word),
      force: fc.boolean(),
    },
    ['type', 'state'],
  ),
  some({ type: fc.constantFrom('pause-work-pool', 'resume-work-pool'), work_pool_id: id }, ['type', 'work_pool_id']),
);

const documents: [types.DocumentType, fc.Arbitrary<unknown>][] = [
  [
    new types.StateDetailsType(),
    some({
      flow_run_id: orNull(id),
      scheduled_time: orNull(moment),
      cache_key: orNull(word),
      deferred: orNull(fc.boolean()),
      untrackable_result: fc.boolean(),
      pause_timeout: moment,
      run_input_keyset: orNull(labels),
      retriable: orNull(fc.boolean()),
      transition_id: id,
      traceparent: word,
    }),
  ],
  [
    new types.FlowRunPolicyType(),
    some({
      max_retries: fc.nat(),
      retries: orNull(fc.nat()),
      retry_delay: orNull(fc.nat()),
      pause_keys: fc.oneof(
        words,
        words.map((each) => new Set(each)),
      ),
      resuming: orNull(fc.boolean()),
      retry_type: fc.constantFrom(null, 'in_process', 'reschedule'),
    }),
  ],
  [
    new types.TaskRunPolicyType(),
    some({
      retries: orNull(fc.nat()),
      retry_delay: orNull(fc.oneof(length, fc.nat(), fc.array(fc.oneof(length, fc.nat()), { maxLength: 4 }))),
      retry_delay_seconds: length,
      retry_jitter_factor: orNull(length),
    }),
  ],
  [
    new types.TaskInputsType(),
    fc.dictionary(
      word,
      fc.array(
        fc.oneof(
          fc.record({ input_type: fc.constantFrom('task_run', 'flow_run'), id }),
          fc.record({ input_type: fc.constant('parameter'), name: word }),
          fc.record({ input_type: fc.constant('constant'), type: word }),
        ),
        { maxLength: 3 },
      ),
      { maxKeys: 3 },
    ),
  ],
  [
    new types.ScheduleType(),
    fc.oneof(
      some({ interval: length, anchor_date: moment, timezone: orNull(fc.constantFrom('UTC', 'Europe/Berlin')) }, [
        'interval',
      ]),
      some(
        {
          cron: fc.constantFrom('0 0 * * *', '*/5 1-3 * jan mon'),
          timezone: orNull(fc.constant('UTC')),
          day_or: fc.boolean(),
        },
        ['cron'],
      ),
      some({ rrule: fc.constant('FREQ=DAILY'), timezone: fc.constant('UTC') }, ['rrule']),
    ),
  ],
  [
    new types.ConcurrencyOptionsType(),
    some(
      {
        collision_strategy: fc.constantFrom('ENQUEUE', 'CANCEL_NEW'),
        grace_period_seconds: orNull(fc.integer({ min: 60, max: 86_400 })),
      },
      ['collision_strategy'],
    ),
  ],
  [new types.CreatedByType(), person],
  [new types.UpdatedByType(), person],
  [new types.QueueFilterType(), some({ tags: orNull(fc.array(word)), deployment_ids: orNull(fc.array(id)) })],
  [
    new types.StorageConfigurationType(),
    some({
      bundle_upload_step: orNull(fc.dictionary(word, fc.jsonValue()) as fc.Arbitrary<unknown>),
      default_result_storage_block_id: orNull(id),
    }),
  ],
  [new types.TriggerType(), trigger],
  [new types.ActionsType(), fc.array(action, { maxLength: 3 })],
  [new types.ReceivedEventType(), event],
  [new types.FiringType(), firing],
];

for (const [type, given] of documents) {
  describe(type.name, () => {
    for (const [dialect, platform] of Object.entries({ sqlite, postgresql })) {
      it(`writes the same text again, asked twice, read back, and read back by another type, on ${dialect}`, () => {
        fc.assert(
          fc.property(given, (value) => {
            const stored = type.convertToDatabaseValue(value, platform)!;
            expect(type.convertToDatabaseValue(value, platform), 'asked twice').to.equal(stored);
            const back = type.convertToJSValue(stored, platform);
            expect(type.convertToDatabaseValue(back, platform), 'read back').to.equal(stored);
            // without the memory of the text: the document is checked and written anew
            const anew = new types.JsonbType().convertToJSValue(stored, platform);
            expect(type.convertToDatabaseValue(anew, platform), 'checked anew').to.equal(stored);
          }),
          { numRuns },
        );
      });
    }
  });
}
