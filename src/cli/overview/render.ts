import type { Overview } from '../../services/overview.ts';
import type { Paint } from '../terminal/paint.ts';
import { renderCounts } from './counts.ts';
import { renderLatest } from './latest.ts';

/** How the output is to look. */
export interface Look {
  /** Cells in a line. */
  readonly width: number;
  readonly paint: Paint;
}

/** The overview as lines of text. */
export function renderOverview(overview: Overview, look: Look): string[] {
  return [...renderCounts(overview.counts, look), '', ...renderLatest(overview.latest, look)];
}
