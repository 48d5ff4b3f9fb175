import type { DuckDBConnection } from '@duckdb/node-api';

/** Runs work as one transaction: all of it, or nothing when it throws. */
export async function transact(connection: DuckDBConnection, work: () => Promise<void>): Promise<void> {
  await connection.run('BEGIN');
  try {
    await work();
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Writes one of the database's own facts. */
export async function setMeta(connection: DuckDBConnection, key: string, value: string): Promise<void> {
  await connection.run(`DELETE FROM trail.main.meta WHERE key = $1`, [key]);
  await connection.run(`INSERT INTO trail.main.meta VALUES ($1, $2)`, [key, value]);
}
