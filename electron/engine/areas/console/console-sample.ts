import type { DuckDBConnection } from '@duckdb/node-api';
import { lengthOf } from '../../db/rows.ts';
import { eventsFrom } from '../../db/views.ts';

/** DuckDB's vectors: a sample by blocks takes or leaves a whole one, and reads only those it takes. */
const blockRows = 2_048;
/** Fewer blocks would hold a few moments of the archive; there every event is chosen by itself. */
const fewestBlocks = 20;

/**
 * Makes `events` and `event_columns` a sample for the statements of this connection; every mention of them is a sample of its own.
 * To be called before its transaction that only reads.
 */
export async function sampleEvents(connection: DuckDBConnection, percent: number): Promise<void> {
  const events = await lengthOf(connection, 'trail.main.event_columns');
  const isByBlocks = (events * percent) / 100 >= fewestBlocks * blockRows;
  const method = isByBlocks ? 'SYSTEM' : 'BERNOULLI';
  await connection.run(
    `CREATE TEMP VIEW temp.main.event_columns AS
       SELECT * FROM trail.main.event_columns TABLESAMPLE ${method} (${percent} PERCENT)`,
  );
  await connection.run(`CREATE TEMP VIEW temp.main.events AS ${eventsFrom('temp.main.event_columns')}`);
}
