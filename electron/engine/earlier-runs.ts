import { AppError } from '../../shared/bridge/errors.ts';
import type { Database } from './db/open.ts';
import { readFrom, textOrNull } from './db/rows.ts';
import { setMeta } from './db/transact.ts';
import { outdatedFrom } from './db/upgrade.ts';
import type { DerivedTables } from './derive/derived-tables.ts';
import { settle } from './ingest/load/settle.ts';

/** The error for a workspace whose database was never made, or is gone. */
export const noDatabase = (): AppError =>
  new AppError(
    'workspace-damaged',
    'This workspace has no database: its import was cut off before anything was kept, or the file is gone. Import the evidence again, or rebuild the database from it.',
  );

/** Settles what a killed import committed; a rebuilt database asks for its import again. */
export async function finishLeftovers(
  database: Database,
  derived: DerivedTables,
  isRebuilt: boolean,
): Promise<void> {
  const connection = await database.instance.connect();
  try {
    const [pending] = await readFrom(
      connection,
      `SELECT value FROM trail.main.meta WHERE key = 'settle-pending'`,
      { value: textOrNull },
    );
    if (pending?.value === '1') await settle({ connection, derived, events: 'changed' });
    if (isRebuilt) await setMeta(connection, 'import-unfinished', '1');
  } finally {
    connection.closeSync();
  }
}

/** True where the database says that an earlier version wrote some of its columns. */
export async function hasFormerColumns(database: Database): Promise<boolean> {
  const connection = await database.instance.connect();
  try {
    return (await outdatedFrom(connection)) !== undefined;
  } finally {
    connection.closeSync();
  }
}

/** What a person is told while columns follow the rules of an earlier version. */
export const outdatedNotice = (isReadOnly: boolean): string =>
  isReadOnly
    ? 'An earlier version of Trailglass made this workspace. Times, outcomes, principals and duplicates are as that version read them; open it for writing to have them read again by the rules of this one.'
    : 'An earlier version of Trailglass made this workspace. Until its columns have been read again, times, outcomes, principals and duplicates are partly as that version read them.';

/** What a person is told when tables that follow from the events were not made to the end. */
export const tablesNotice =
  'Some tables that follow from the events have not been made by the rules of this version. Until the workspace is opened again and they are made, questions about addresses and blocks of them may miss events.';
