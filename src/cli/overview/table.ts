import type { StateType } from '../../domain/index.ts';
import { fit, printable } from '../terminal/width.ts';
import type { Look } from './render.ts';

/** A flow run as a line of a table. */
export interface Row {
  readonly name: string;
  readonly flow: string;
  readonly type: StateType | null;
  readonly state: string | null;
  readonly time: string;
  readonly duration: string;
}

const stateWidth = 13;
const timeWidth = 19;
const durationWidth = 11;

/** Lays flow runs out in columns: names get what the others leave. */
export class Table {
  readonly #look: Look;
  readonly #nameWidth: number;
  readonly #flowWidth: number;

  constructor(look: Look) {
    const rest = Math.max(20, look.width - 2 - stateWidth - timeWidth - durationWidth - 3 * 2);
    this.#look = look;
    this.#flowWidth = Math.min(30, Math.floor((rest - 2) * 0.45));
    this.#nameWidth = Math.min(40, rest - 2 - this.#flowWidth);
  }

  /** @param time what is in the column of times, and `duration` in that of durations */
  heading(time: string, duration: string): string {
    return this.#look.paint.faint(this.#line('NAME', 'FLOW', fit('STATE', stateWidth), `${time} (UTC)`, duration));
  }

  row({ name, flow, type, state, time, duration }: Row): string {
    const shown = fit(printable(state ?? type ?? 'no state'), stateWidth);
    return this.#line(printable(name), printable(flow), this.#look.paint.state(type, shown), time, duration);
  }

  #line(name: string, flow: string, state: string, time: string, duration: string): string {
    const cells = [
      fit(name, this.#nameWidth),
      fit(flow, this.#flowWidth),
      state,
      fit(time, timeWidth),
      fit(duration, durationWidth, 'right'),
    ];
    return `  ${cells.join('  ')}`.trimEnd();
  }
}
