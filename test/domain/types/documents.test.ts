import { expect } from 'chai';
import * as types from '../../../src/domain/types/index.ts';
import { dumpJson, InvalidValueError, parseJson } from '../../../src/domain/types/index.ts';
import recorded from './fixtures/documents.json' with { type: 'json' };
import { postgresql, sqlite, thrownBy } from './platforms.ts';

type Case = [kind: string, given: string, written: string | null];

const typeOf: Record<string, () => types.DocumentType> = {
  StateDetails: () => new types.StateDetailsType(),
  FlowRunPolicy: () => new types.FlowRunPolicyType(),
  TaskRunPolicy: () => new types.TaskRunPolicyType(),
  TaskInputs: () => new types.TaskInputsType(),
  Schedule: () => new types.ScheduleType(),
  ConcurrencyOptions: () => new types.ConcurrencyOptionsType(),
  CreatedBy: () => new types.CreatedByType(),
  UpdatedBy: () => new types.UpdatedByType(),
  QueueFilter: () => new types.QueueFilterType(),
  StorageConfiguration: () => new types.StorageConfigurationType(),
  Trigger: () => new types.TriggerType(),
  Actions: () => new types.ActionsType(),
  ReceivedEvent: () => new types.ReceivedEventType(),
  Firing: () => new types.FiringType(),
};

/** Where we mean to differ: unknown keys are kept, and what the reference's settings limit is not limited here. */
const LONGEST_EVENT_NAME = 1024;
function meantToDiffer([kind, given]: Case): boolean {
  const input = JSON.parse(given) as { event?: string; x?: { type?: string; name?: string }[] } | null;
  const unknownKey = kind === 'TaskInputs' && input?.x?.[0]?.name !== undefined && input.x[0].type !== undefined;
  const overSetting = kind === 'ReceivedEvent' && (input?.event?.length ?? 0) > LONGEST_EVENT_NAME;
  return unknownKey || overSetting;
}

describe('JSON documents with a schema', () => {
  for (const kind of Object.keys(typeOf)) {
    it(`writes ${kind} as the reference does, and refuses what it refuses`, () => {
      const cases = (recorded.cases as Case[]).filter((each) => each[0] === kind && !meantToDiffer(each));
      expect(cases).not.to.have.length(0);
      for (const [, given, expected] of cases) {
        const value = parseJson(given);
        if (value === null) {
          continue; // null is SQL NULL for a column, and no document
        }
        const write = () => typeOf[kind]!().convertToDatabaseValue(value, sqlite);
        if (expected === null) {
          expect(thrownBy(write), given).to.be.instanceOf(InvalidValueError);
        } else {
          expect(write(), given).to.equal(expected);
        }
      }
    });
  }

  it('differs from the reference in two recorded cases only, on purpose', () => {
    expect((recorded.cases as Case[]).filter(meantToDiffer)).to.have.length(2);
  });

  it('names the entity, the property and the path of what is wrong, and not the value', () => {
    const type = new types.TriggerType();
    Object.assign(type, { meta: { className: 'Automation' }, prop: { name: 'trigger' } });
    const wrong = {
      type: 'sequence',
      within: 1,
      triggers: [{ type: 'event', posture: 'Reactive', within: 'hunter2' }],
    };
    const error = thrownBy(() => type.convertToDatabaseValue(wrong, sqlite));
    expect(error).to.include({
      code: 'INVALID_VALUE',
      entity: 'Automation',
      property: 'trigger',
      path: 'triggers.0.within',
    });
    expect(error['message']).to.include('Automation.trigger').and.not.to.include('hunter2');
  });

  it('keeps unknown keys behind the known ones, with their spelling', () => {
    const type = new types.CreatedByType();
    const value = parseJson('{"10": 1.0, "later": {"2": 1e+16, "1": 0}, "type": "X"}');
    expect(type.convertToDatabaseValue(value, sqlite)).to.equal(
      '{"id": null, "type": "X", "display_value": null, "later": {"2": 1e+16, "1": 0}, "10": 1.0}',
    );
  });

  it('keeps unknown keys on read', () => {
    expect(new types.CreatedByType().convertToJSValue('{"id": null, "x": [1]}', sqlite)).to.deep.include({ x: [1] });
  });

  it('fills in what a stored document lacks, and still writes its very text', () => {
    const type = new types.FlowRunPolicyType();
    for (const text of ['{}', '{"retries":3}', '{"max_retries": 0.0, "z": 1.0}']) {
      const policy = type.convertToJSValue(text, sqlite);
      expect(policy).to.include({ resuming: false, retry_type: null });
      expect(type.convertToDatabaseValue(policy, sqlite)).to.equal(text);
    }
  });

  it('writes a changed document whole, in the order of the model', () => {
    const type = new types.FlowRunPolicyType();
    const policy = type.convertToJSValue('{"z": 1.0, "retries": 3}', sqlite) as Record<string, unknown>;
    policy['retries'] = 4;
    expect(type.convertToDatabaseValue(policy, sqlite)).to.equal(
      '{"max_retries": 0, "retry_delay_seconds": 0.0, "retries": 4, "retry_delay": null, "pause_keys": [], "resuming": false, "retry_type": null, "z": 1.0}',
    );
  });

  it('checks a document that came from a column without a schema', () => {
    const value = new types.JsonbType().convertToJSValue('{"max_retries": "many"}', sqlite);
    expect(thrownBy(() => new types.FlowRunPolicyType().convertToDatabaseValue(value, sqlite))).to.include({
      path: 'max_retries',
    });
  });

  it('takes a Set, in its order, as often as it is asked', () => {
    const type = new types.FlowRunPolicyType();
    const policy = { pause_keys: new Set(['b', 'a', 'b']) };
    const text = type.convertToDatabaseValue(policy, sqlite) as string;
    expect(JSON.parse(text)).to.deep.include({ pause_keys: ['b', 'a'] });
    expect(type.convertToDatabaseValue(policy, sqlite)).to.equal(text);
  });

  it('makes the missing id of a trigger once, however often it is asked', () => {
    const type = new types.TriggerType();
    const trigger: Record<string, unknown> = {
      type: 'sequence',
      within: null,
      triggers: [{ type: 'event', posture: 'Reactive' }],
    };
    const first = JSON.parse(type.convertToDatabaseValue(trigger, sqlite) as string) as {
      id: string;
      triggers: { id: string }[];
    };
    expect(JSON.parse(type.convertToDatabaseValue(trigger, sqlite) as string)).to.deep.equal(first);
    trigger['within'] = 5;
    const changed = JSON.parse(type.convertToDatabaseValue(trigger, sqlite) as string) as typeof first;
    expect([changed.id, changed.triggers[0]!.id]).to.deep.equal([first.id, first.triggers[0]!.id]);
    expect(first.id).not.to.equal(first.triggers[0]!.id);
  });

  it('makes a missing moment once: the anchor of a schedule, the receipt of an event', () => {
    const schedule = { interval: 60 };
    const event = {
      occurred: '2026-01-01T00:00:00Z',
      event: 'e',
      resource: { 'prefect.resource.id': 'r' },
      id: '00000000-0000-0000-0000-000000000001',
    };
    for (const [type, value] of [
      [new types.ScheduleType(), schedule],
      [new types.ReceivedEventType(), event],
    ] as const) {
      const first = type.convertToDatabaseValue(value, sqlite);
      waitForTheClock();
      expect(type.convertToDatabaseValue(value, sqlite)).to.equal(first);
    }
  });

  it('compares by content: the order and spelling of PostgreSQL are no change', () => {
    const type = new types.FlowRunPolicyType();
    expect(type.compareValues('{}', '{"retries": null, "max_retries": 0}')).to.equal(true);
    expect(type.compareValues('{}', '{"retries": 1}')).to.equal(false);
  });

  it('is null for SQL NULL, both ways', () => {
    for (const platform of [sqlite, postgresql]) {
      expect(new types.CreatedByType().convertToDatabaseValue(null, platform)).to.equal(null);
      expect(new types.CreatedByType().convertToJSValue(null, platform)).to.equal(null);
    }
  });

  it('gives defaults that share nothing', () => {
    types.flowRunPolicy().pause_keys.push('x');
    expect(dumpJson(types.flowRunPolicy().pause_keys)).to.equal('[]');
  });
});

/** Long enough for a second reading of the clock to differ. */
function waitForTheClock(): void {
  const end = performance.now() + 2;
  while (performance.now() < end);
}
