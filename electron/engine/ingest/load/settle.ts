import type { DuckDBConnection } from '@duckdb/node-api';
import { setMeta, transact } from '../../db/transact.ts';
import { giveAccounts } from './give-accounts.ts';
import { settleLedger } from './ledger.ts';
import { mergeDuplicates } from './merge.ts';
import type { ImportReport } from './report.ts';

/** Merges duplicates and settles the ledger; also finishes what a killed process left behind. */
export async function settle(connection: DuckDBConnection, report?: ImportReport): Promise<void> {
  report?.phase('Merging duplicates', 0, '');
  await transact(connection, () => giveAccounts(connection));
  await mergeDuplicates(connection, undefined);
  report?.phase('Balancing the ledger', 0, '');
  await transact(connection, async () => {
    for (const statement of settleLedger) await connection.run(statement);
    await setMeta(connection, 'settle-pending', '0');
  });
}
