import { rowHashOf } from './hashes.ts';
import type { Side } from './side.ts';
import type { CopiedColumn } from './tables.ts';

/** Whether a value of the source and what it is converted to say the same, by what a logical digest would make of both. */
export type SameValue = (stored: unknown, converted: unknown) => boolean;

/** A moment as both databases print it, but for zeros at the end and the zone. */
const moment = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:\+00)?$/;

/** The comparison for a column. */
export function sameValueTest(from: CopiedColumn, to: CopiedColumn, source: Side, target: Side): SameValue {
  const ofSource = rowHashOf(source, [from], 'logical');
  const ofTarget = rowHashOf(target, [to], 'logical');
  return (stored, converted) =>
    stored === converted ||
    isSameMoment(stored, converted) ||
    ofSource({ [from.name]: stored }).equals(ofTarget({ [to.name]: converted }));
}

/** Tells without reading them what is nearly always so. */
function isSameMoment(stored: unknown, converted: unknown): boolean {
  const [one, other] = [stored, converted].map((value) => (typeof value === 'string' ? moment.exec(value) : null));
  return one != null && other != null && one[1] === other[1] && fractionOf(one) === fractionOf(other);
}

function fractionOf([, , fraction = '']: RegExpExecArray): string {
  return fraction.padEnd(6, '0');
}
