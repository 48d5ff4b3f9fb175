import type { DuckDBConnection } from '@duckdb/node-api';
import { setMeta, transact } from '../../db/transact.ts';
import type { DerivedTables } from '../../derive/derived-tables.ts';
import { giveAccounts } from './give-accounts.ts';
import { settleLedger } from './ledger.ts';
import { mergeDuplicates } from './merge.ts';
import type { ImportReport } from './report.ts';

/** What is settled: whether events were only added since the last time, or any of those that were there changed. */
export interface Settling {
  readonly connection: DuckDBConnection;
  readonly derived: DerivedTables;
  readonly events: 'added' | 'changed';
  readonly report?: ImportReport;
}

/** Merges duplicates, makes the derived tables follow and settles the ledger; also finishes what a killed process left behind. */
export async function settle({ connection, derived, events, report }: Settling): Promise<void> {
  report?.phase('Merging duplicates', 0, '');
  const hasGiven = await transact(connection, () => giveAccounts(connection, derived.background));
  await mergeDuplicates(connection, undefined);
  await derived.follow(connection, hasGiven ? 'changed' : events, report);
  report?.phase('Balancing the ledger', 0, '');
  await transact(connection, async () => {
    for (const statement of settleLedger) await connection.run(statement);
    await setMeta(connection, 'settle-pending', '0');
  });
}
