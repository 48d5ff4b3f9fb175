import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { AppError } from '../../../shared/bridge/errors.ts';
import { formatCount, plural } from '../../../shared/words/counted.ts';
import { interruptOnAbort } from '../db/interrupt.ts';
import { openDatabase, type Database } from '../db/open.ts';
import { throwIfAborted } from '../db/pool.ts';
import { count, lengthOf, readFrom, readOne, text } from '../db/rows.ts';
import { classColumns } from '../ask/class-columns.ts';
import { derivedTables } from '../all-derived-tables.ts';
import { shapeOf } from '../derive/derived-table.ts';
import { tableNames } from '../db/schema.ts';
import type { WorkspaceLayout } from '../workspace/layout.ts';
import { namingHolder } from '../workspace/lock.ts';
import { sound, unchecked, wrong, type Finding } from './finding.ts';

/** A file of the evidence as the ledger knows it. */
export interface LedgerFile {
  readonly path: string;
  readonly sha256: string;
}

/** What the look at a database gave; `files` is null when it could not be read. */
export interface DatabaseCheck {
  readonly findings: readonly Finding[];
  readonly files: readonly LedgerFile[] | null;
}

const rebuildTodo =
  'Rebuild it from the evidence: trailglass rebuild <workspace>. Notes and saved work are separate and stay.';

/** What is said of a database that is no plain file. */
export const unopened: DatabaseCheck = {
  findings: [wrong('database', 'It is not opened, because it is no plain file.', rebuildTodo)],
  files: null,
};

/**
 * Opens a database for reading, reads every value of every table, and adds up the ledger. Nothing is written but into a
 * folder of its own that is gone afterwards. Errors: `cancelled`.
 */
export async function checkDatabase(layout: WorkspaceLayout, signal: AbortSignal): Promise<DatabaseCheck> {
  const derived = derivedTables.map(shapeOf);
  const temp = await mkdtemp(join(tmpdir(), 'trailglass-check-'));
  let database: Database | undefined;
  try {
    database = await openDatabase({
      path: layout.database,
      tempDirectory: temp,
      exportDirectory: temp,
      derived,
      isReadOnly: true,
      computed: classColumns(),
    });
    return await readThrough(database, signal);
  } catch (error) {
    throwIfAborted(signal);
    return { findings: [await findingOf(error, layout)], files: null };
  } finally {
    database?.close();
    await rm(temp, { recursive: true, force: true });
  }
}

async function findingOf(error: unknown, layout: WorkspaceLayout): Promise<Finding> {
  if (error instanceof AppError && error.code === 'workspace-locked') {
    const { message } = await namingHolder(error, layout.lock);
    return unchecked('database', message, 'Close it there, then check again.');
  }
  const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const what = error instanceof AppError ? reason : `The database cannot be read to its end (${reason}).`;
  return wrong('database', what, rebuildTodo);
}

async function readThrough({ instance, sound }: Database, signal: AbortSignal): Promise<DatabaseCheck> {
  const connection = await instance.connect();
  const stopWatching = interruptOnAbort(connection, signal);
  try {
    for (const table of [...tableNames, ...sound]) {
      // A hash of whole rows needs every value, so every block is read and its checksum compared.
      await connection.run(`SELECT bit_xor(hash(t)) FROM trail.main.${table} t`);
    }
    const findings = [await countsOf(connection), ...(await ledgerFindings(connection))];
    return { findings, files: await ledgerFiles(connection) };
  } finally {
    stopWatching();
    connection.closeSync();
  }
}

async function countsOf(connection: DuckDBConnection): Promise<Finding> {
  const events = await lengthOf(connection, 'trail.main.event_columns');
  const files = await lengthOf(connection, 'trail.main.files');
  return sound(
    'database',
    `It opens and is read to its end: ${plural(events, 'event')}, ${plural(files, 'line')} in the ledger.`,
  );
}

/** Whether an import was cut off, the sums are right, and every row belongs to a line of the ledger. */
async function ledgerFindings(connection: DuckDBConnection): Promise<readonly Finding[]> {
  const pending = await lengthOf(
    connection,
    `trail.main.meta WHERE key IN ('settle-pending', 'import-unfinished') AND value = '1'`,
  );
  if (pending > 0) {
    return [
      unchecked(
        'ledger',
        'An import was cut off, so the totals are not final.',
        'Import again to continue it: trailglass import --workspace <workspace>',
      ),
    ];
  }
  const { records, events, duplicates, aggregated, refused } = await readOne(
    connection,
    `SELECT sum(records)::DOUBLE AS records, (SELECT count(*) FROM trail.main.event_columns)::DOUBLE AS events,
       sum(duplicates)::DOUBLE AS duplicates, (SELECT count(*) FROM trail.main.aggregated_records)::DOUBLE AS aggregated,
       sum(refused_records)::DOUBLE AS refused FROM trail.main.files`,
    { records: count, events: count, duplicates: count, aggregated: count, refused: count },
  );
  const parts = [events, duplicates, aggregated, refused];
  const sum = parts.reduce((all, part) => all + part, 0);
  const inWords = parts.map(formatCount).join(' + ');
  const lines = await lengthOf(
    connection,
    `(SELECT file_id, count(*) AS events FROM trail.main.event_columns GROUP BY file_id) e
     LEFT JOIN trail.main.files f ON f.id = e.file_id WHERE f.events IS DISTINCT FROM e.events`,
  );
  const strays = await lengthOf(
    connection,
    `trail.main.duplicate_records WHERE file_id NOT IN (SELECT id FROM trail.main.files)`,
  );
  if (records === sum && lines === 0 && strays === 0) {
    return [
      sound(
        'ledger',
        `Its totals add up: ${formatCount(records)} records = ${inWords} (events, duplicates, aggregated, refused).`,
      ),
    ];
  }
  const what =
    records === sum
      ? `Of ${plural(lines, 'file')} the ledger counts other events than the database holds; ${plural(strays, 'copy', 'copies')} of events belong to no file.`
      : `Its totals do not add up: ${formatCount(records)} records, but ${inWords} (events, duplicates, aggregated, refused).`;
  return [wrong('ledger', what, rebuildTodo)];
}

const ledgerFiles = (connection: DuckDBConnection): Promise<readonly LedgerFile[]> =>
  readFrom(
    connection,
    `SELECT path, arg_max(sha256, id) AS sha256 FROM trail.main.files WHERE member_of IS NULL AND sha256 IS NOT NULL
     GROUP BY path ORDER BY min(id)`,
    { path: text, sha256: text },
  );
