import type { EventType } from '@mikro-orm/core';

interface Hooked {
  hooks?: Partial<Record<string, PropertyKey[]>>;
}

/** Calls a method at an event of MikroORM. Unlike its own decorators by name: the metadata is kept as text, which holds no function. */
export function Hook(event: `${EventType}`) {
  return (_method: unknown, { name, metadata }: ClassMethodDecoratorContext): void => {
    const hooked = metadata as Hooked;
    hooked.hooks = { ...hooked.hooks, [event]: [...(hooked.hooks?.[event] ?? []), name] };
  };
}
