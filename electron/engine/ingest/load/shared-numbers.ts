import type { DuckDBConnection } from '@duckdb/node-api';
import { lengthOf } from '../../db/rows.ts';

/** Identities that find room in memory beside what an import holds: counting ten million at once went through the temp folder. */
const fittingAtOnce = 4_000_000;

/**
 * Lists in `temp.main.shared_numbers` the numbers that several events share; `identity` is an expression over a row `e` of the
 * events. Numbers of eight bytes group several times faster than texts; two identities of one number are two in all that
 * follows.
 */
export async function findSharedNumbers(
  connection: DuckDBConnection,
  identity: string,
  atOnce = fittingAtOnce,
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE temp.main.shared_numbers (number UBIGINT)`);
  const parts = Math.ceil((await lengthOf(connection, 'trail.main.event_columns')) / atOnce);
  for (let part = 0; part < parts; part += 1) {
    await connection.run(
      `INSERT INTO temp.main.shared_numbers SELECT hash(${identity}) AS number FROM trail.main.event_columns e
       WHERE ${identity} IS NOT NULL AND number % ${parts} = ${part} GROUP BY ALL HAVING count(*) > 1`,
    );
  }
}
