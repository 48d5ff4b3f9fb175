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
