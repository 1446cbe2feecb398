/** Tells on stderr how far a longer work is, and nothing where no person watches. */
export interface ProgressLine {
  show(text: string): void;
  clear(): void;
}

/** A line that is written over and over, on a terminal only. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (!stream.isTTY) {
    return { show: () => {}, clear: () => {} };
  }
  return {
    show: (text) => void stream.write(`\r\u001b[K${text}`),
    clear: () => void stream.write('\r\u001b[K'),
  };
}
