import { expect } from 'chai';
import { pushedPriorities } from '../../../src/services/work/pushed-priorities.ts';

describe('The priorities of queues', () => {
  const cases: readonly (readonly [title: string, before: string, wanted: string, after: string])[] = [
    ['leave a place that is free', 'a1 b2', 'b5', 'a1 b5'],
    ['push the one that is there, and the next ones', 'a1 b2 c3', 'c1', 'c1 a2 b3'],
    ['push no further than to a gap', 'a1 b2 c4 d9', 'd1', 'd1 a2 b3 c4'],
    ['change places', 'a1 b2', 'a2 b1', 'b1 a2'],
    ['leave a gap behind', 'a1 b2 c3', 'a3', 'b2 a3 c4'],
    ['go beyond all others', 'a1 b2', 'a10', 'b2 a10'],
    ['take several places at once', 'a1 b2 c3 d4', 'c1 d2', 'c1 a2 d3 b4'],
    ['push one that moves, too', 'a1 b2 c3 d8 e9', 'd1 e3', 'd1 a2 b3 e4 c5'],
    ['stay unique at the end', 'a1 b2 c3', 'a3 b4', 'a3 c4 b5'],
    ['become unique', 'a1 b1 c1', '', 'a1 b2 c3'],
    ['begin with 1', 'a1 b2', 'b0', 'b1 a2'],
    ['pass over what is no queue', 'a1', 'z1', 'a1'],
  ];
  for (const [title, before, wanted, after] of cases) {
    it(title, () => {
      const queues = places(before).map(([id, priority]) => ({ id, priority }));
      const priorities = pushedPriorities(queues, new Map(places(wanted)));
      expect([...priorities].map(([id, priority]) => `${id}${priority}`).join(' ')).to.equal(after);
    });
  }
});

/** `a1 b2`: a queue, and its place. */
function places(text: string): [id: string, priority: number][] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((place) => [place.slice(0, 1), Number(place.slice(1))]);
}
