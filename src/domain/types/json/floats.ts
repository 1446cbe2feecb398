import type { FloatTest } from './dump.ts';

/**
 * Which numbers of a document are floats in its schema: `true` here, `integer` where none is, `uniform` for a list whose items are
 * floats as soon as one of them is, or by key below; `*` stands for every item of a list. Other numbers keep the spelling they came with.
 */
export type FloatTree = true | 'integer' | 'uniform' | { readonly [key: string]: FloatTree };

/** A test that {@link dumpJson} takes along as it descends. */
export function floatTest(tree: FloatTree): FloatTest {
  return {
    float: tree === true,
    integer: tree === 'integer',
    below(key, container) {
      if (tree === true || tree === 'integer') {
        return undefined;
      }
      if (tree === 'uniform') {
        return Array.isArray(container) && !container.every(Number.isInteger) ? floatTest(true) : undefined;
      }
      const at = Array.isArray(container) ? '*' : key;
      // a document may have a key such as `__proto__`
      return Object.hasOwn(tree, at) ? floatTest(tree[at]!) : undefined;
    },
  };
}
