// East Asian wide and fullwidth scripts, and pictures: two cells on a terminal
const wide =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|\ufe0f/u;
const empty = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u;
const control = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

// what joins or varies the characters around it is no command to a terminal
const harmless = new Set(['\u200d', '\u200c', '\u00ad']);

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How many cells of a terminal the text takes. */
export function widthOf(text: string): number {
  return [...graphemes.segment(text)].reduce((sum, { segment }) => sum + cellsOf(segment), 0);
}

function cellsOf(grapheme: string): number {
  if (empty.test(grapheme)) {
    return 0;
  }
  return wide.test(grapheme) ? 2 : 1;
}

/** The text in at most `width` cells; what was cut off is shown by `…`. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) {
    return text;
  }
  let kept = '';
  let room = width - 1;
  for (const { segment } of graphemes.segment(text)) {
    room -= cellsOf(segment);
    if (room < 0) {
      break;
    }
    kept += segment;
  }
  return `${kept}…`;
}

/** The text in exactly `width` cells: cut, or filled with spaces. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const short = cut(text, width);
  const fill = ' '.repeat(Math.max(0, width - widthOf(short)));
  return align === 'left' ? short + fill : fill + short;
}

/** Text from a database as one harmless line: line breaks and control characters, which could drive the terminal, become `·`. */
export function printable(text: string): string {
  return text.replaceAll(control, (character) => (harmless.has(character) ? character : '·'));
}
