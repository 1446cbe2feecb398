const least = 72;
const most = 120;

/** How many cells a line may have: those of the terminal within reason, 80 in a pipe. */
export function screenWidth(stream: NodeJS.WriteStream = process.stdout): number {
  return stream.isTTY ? Math.min(most, Math.max(least, stream.columns)) : 80;
}
