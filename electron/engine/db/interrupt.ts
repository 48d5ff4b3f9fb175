import type { DuckDBConnection } from '@duckdb/node-api';

const everyMs = 20;

/**
 * Interrupts whatever runs on the connection when the signal aborts. DuckDB loses an interrupt that comes between two
 * calls, so it is repeated until the answer of this function is called, which must happen once the work has settled.
 */
export function interruptOnAbort(connection: DuckDBConnection, signal: AbortSignal | undefined): () => void {
  let timer: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    timer ??= setInterval(() => connection.interrupt(), everyMs);
  };
  if (signal?.aborted) interrupt();
  else signal?.addEventListener('abort', interrupt, { once: true });
  return () => {
    signal?.removeEventListener('abort', interrupt);
    clearInterval(timer);
  };
}

/**
 * Work that is interrupted when the signal aborts, to be run inside a transaction: no interrupt comes once it has settled. One
 * that met a ROLLBACK would leave the transaction open, and nothing could be written any more (seen with DuckDB 1.5.5).
 */
export async function interruptible<Result>(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const stop = interruptOnAbort(connection, signal);
  try {
    return await work();
  } finally {
    stop();
  }
}
