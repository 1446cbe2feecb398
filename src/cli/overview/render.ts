import type { Overview } from '../../services/overview/index.ts';
import type { Paint } from '../terminal/paint.ts';
import { renderCounts } from './counts.ts';
import { renderLate } from './late.ts';
import { renderLatest } from './latest.ts';

/** How the output is to look. */
export interface Look {
  /** Cells in a line. */
  readonly width: number;
  readonly paint: Paint;
}

/** The overview as lines of text. */
export function renderOverview({ counts, latest, late }: Overview, look: Look): string[] {
  return [...renderCounts(counts, look), '', ...renderLatest(latest, look), '', ...renderLate(late, look)];
}
