/** What the server says when it closes a connection, and the system when the other end is gone. */
const lost = new Set(['57P01', '57P02', '57P05', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/** Whether there is no connection any more, whatever the statement was. */
export function isConnectionLost(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return (
    lost.has(code ?? '') ||
    Boolean(message?.startsWith('Connection terminated')) ||
    Boolean(message?.startsWith('Client has encountered a connection error'))
  );
}

/** Whether the server does not know a prepared statement any more, or the tables in it have changed. Nothing was run. */
export function isStatementStale(error: unknown): boolean {
  const { code, routine } = error as { code?: string; routine?: string };
  return code === '26000' || (code === '0A000' && routine === 'RevalidateCachedQuery');
}
