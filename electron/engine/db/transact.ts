import type { DuckDBConnection } from '@duckdb/node-api';

/** Runs work as one transaction: all of it, or nothing when it throws. */
export async function transact<Result>(
  connection: DuckDBConnection,
  work: () => Promise<Result>,
): Promise<Result> {
  await connection.run('BEGIN');
  try {
    const result = await work();
    await connection.run('COMMIT');
    return result;
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/**
 * Runs reads as one transaction: they all see the same state, whatever is committed meanwhile. Its end also ends a stream that
 * was not read to its end, which would keep the transaction open as long as it is remembered.
 */
export async function transactReads<Result>(
  connection: DuckDBConnection,
  work: () => Promise<Result>,
): Promise<Result> {
  await connection.run('BEGIN TRANSACTION READ ONLY');
  try {
    return await work();
  } finally {
    await connection.run('ROLLBACK').catch((error: unknown) => {
      // DuckDB has ended the transaction itself after some failures.
      if (!/no transaction is active/.test(String(error))) throw error;
    });
  }
}

/** Writes one of the database's own facts. */
export async function setMeta(connection: DuckDBConnection, key: string, value: string): Promise<void> {
  await connection.run(`DELETE FROM trail.main.meta WHERE key = $1`, [key]);
  await connection.run(`INSERT INTO trail.main.meta VALUES ($1, $2)`, [key, value]);
}
