import { widthOf } from './width.ts';

/** Lays pieces into lines of at most `width` cells, each line behind `indent`; a piece is never broken. */
export function wrap(pieces: readonly string[], separator: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const [index, piece] of pieces.entries()) {
    const next = index < pieces.length - 1 ? piece + separator : piece;
    if (line !== '' && widthOf(indent + line + next.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += next;
  }
  return [...lines, line.trimEnd()].map((text) => indent + text);
}
