import type { BaseORMConfiguration } from '../../src/orm-config/index.ts';

/** A run whose states are set. */
export interface Target {
  readonly kind: 'FlowRun' | 'TaskRun';
  readonly id: string;
}

/** What one of the crowd does. The name is that of the states that it sets; it numbers them in their messages, for each run from 0. */
export type Member =
  /** Sets that many states one by one, of one target after the other, and is done. */
  | { readonly role: 'client'; readonly name: string; readonly targets: readonly Target[]; readonly states: number }
  /** Sets a state of all targets in one call, again and again. */
  | { readonly role: 'bulk'; readonly name: string; readonly targets: readonly Target[] }
  /** Takes scheduled runs and makes them wait for their process. */
  | { readonly role: 'poller'; readonly name: string }
  /** Schedules the runs again that pollers have taken. */
  | { readonly role: 'scheduler'; readonly name: string };

export type Role = Member['role'];

/** How many states a member has set. */
export interface Report {
  readonly name: string;
  readonly states: number;
}

/** Does what a role is about, until `isOver`. @returns how many states were set */
export type Play<Kind extends Role> = (
  member: Extract<Member, { role: Kind }>,
  configuration: BaseORMConfiguration,
  isOver: () => boolean,
) => Promise<number>;
