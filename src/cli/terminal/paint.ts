import picocolors from 'picocolors';
import type { StateType } from '../../domain/index.ts';

/** What colours text, or leaves it: nothing may be told by colour alone. */
export interface Paint {
  title(text: string): string;
  faint(text: string): string;
  state(type: StateType | null, text: string): string;
}

// picocolors would colour whatever a CI runs, a pipe too
const onTerminal = process.stdout.isTTY || Boolean(process.env['FORCE_COLOR']) || process.argv.includes('--color');

/** Colours on a terminal; none in a pipe, with `--no-color` or when NO_COLOR is set. */
export function paintFor(colored: boolean = picocolors.isColorSupported && onTerminal): Paint {
  const colors = picocolors.createColors(colored);
  const byState = new Map<StateType | null, (text: string) => string>([
    ['COMPLETED', colors.green],
    ['RUNNING', colors.cyan],
    ['FAILED', colors.red],
    ['CRASHED', colors.red],
    ['CANCELLED', colors.dim],
    ['CANCELLING', colors.dim],
    ['PAUSED', colors.yellow],
    ['SCHEDULED', colors.blue],
    ['PENDING', colors.blue],
  ]);
  return {
    title: colors.bold,
    faint: colors.dim,
    state: (type, text) => byState.get(type)?.(text) ?? text,
  };
}
