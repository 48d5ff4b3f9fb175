import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { AppError } from '../../../../shared/bridge/errors.ts';
import { interruptible } from '../../db/interrupt.ts';
import { throwIfAborted } from '../../db/pool.ts';
import { transactReads } from '../../db/transact.ts';
import { asPatternError } from '../../ask/pattern-error.ts';

/**
 * Lends a connection of its own whose reads all see the workspace as it is now, whatever an import commits meanwhile. An
 * abort interrupts what runs on it. Errors: `cancelled`, `bad-pattern`, `disk-full` when sorting finds no room, and DuckDB's own.
 */
export async function inSnapshot<Result>(
  instance: DuckDBInstance,
  signal: AbortSignal,
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  throwIfAborted(signal);
  const connection = await instance.connect();
  try {
    return await transactReads(connection, () => interruptible(connection, signal, () => work(connection)));
  } catch (error) {
    throwIfAborted(signal);
    throw asPatternError(error) ?? asRoomError(error);
  } finally {
    connection.closeSync();
  }
}

/** DuckDB sorts what memory does not hold in the workspace's folder for temporary files. */
function asRoomError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  if (!/No space left|max_temp_directory_size|^Out of Memory Error/.test(error.message)) return error;
  return new AppError(
    'disk-full',
    'There was not enough room to sort the rows. Free space on the disk of the workspace, narrow the question, or sort by time.',
    { cause: error },
  );
}
