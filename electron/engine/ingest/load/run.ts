import type { DuckDBConnection } from '@duckdb/node-api';
import type { Database } from '../../db/open.ts';
import { number, readFrom, text } from '../../db/rows.ts';
import { setMeta, transact } from '../../db/transact.ts';
import type { DerivedTables } from '../../derive/derived-tables.ts';
import { countEvents, countImported } from './counts.ts';
import { discover } from '../find/discover.ts';
import { readKnown } from './known.ts';
import { dropLines, writePassedOver } from './ledger.ts';
import { Load } from './load.ts';
import type { ImportCounts } from '../../../../shared/table/import-words.ts';
import type { ImportReport } from './report.ts';
import { settle } from './settle.ts';

/** What an import needs. */
export interface ImportOptions {
  readonly database: Database;
  readonly derived: DerivedTables;
  /** Files and folders, full paths. */
  readonly sources: readonly string[];
  /** Of all that lies below the sources, only the files with these paths. */
  readonly only?: ReadonlySet<string>;
  readonly workerUrl: URL;
  readonly signal: AbortSignal;
  readonly report: ImportReport;
  readonly onReaderError: (error: unknown) => void;
  /** Reader threads; by default half the cores, at most four. */
  readonly readers?: number;
}

/**
 * Imports everything below the sources into the database. Every commit holds whole files with their ledger lines, so a
 * stop at any moment leaves a consistent database; starting again reads only what is not in it. Rejects with `cancelled`
 * after the committed part has been settled.
 */
export async function importSources(options: ImportOptions): Promise<ImportCounts> {
  const connection = await options.database.instance.connect();
  try {
    await setMeta(connection, 'import-unfinished', '1');
    return await importWith(connection, options);
  } finally {
    connection.closeSync();
  }
}

async function importWith(connection: DuckDBConnection, options: ImportOptions): Promise<ImportCounts> {
  const { derived, report, signal } = options;
  report.phase('Looking for files', 0, 'files');
  let seen = 0;
  const found = await discover(options.sources, {
    signal,
    onFile: () => report.done((seen += 1)),
  });
  const { only } = options;
  const files = only ? found.files.filter((file) => only.has(file.path)) : found.files;
  const passedOver = only ? [] : found.passedOver;
  const sourceIds = await registerSources(connection, options.sources);
  const sourceIdOf = (source: string): number => sourceIds.get(source) ?? 0;
  const known = await readKnown(connection);
  const events = await countEvents(connection);
  const oldLines = passedOver.flatMap((item) => known.byPath.get(item.path)?.id ?? []);
  await transact(connection, async () => {
    await dropLines(connection, oldLines);
    await writePassedOver(connection, known.nextFileId, passedOver, sourceIdOf);
  });
  const firstFileId = known.nextFileId + passedOver.length;
  const load = new Load({
    connection,
    derived,
    workerUrl: options.workerUrl,
    signal,
    report,
    onReaderError: options.onReaderError,
    readers: options.readers,
    files,
    firstFileId,
    known,
    sourceIdOf,
  });
  try {
    await load.run();
  } finally {
    await load.close();
    await settle({ connection, derived, events: 'added', report });
    report.committed();
  }
  await setMeta(connection, 'import-unfinished', '0');
  return countImported(connection, known.nextFileId, { events, knownFiles: load.knownFiles });
}

async function registerSources(
  connection: DuckDBConnection,
  sources: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  for (const source of sources) {
    await connection.run(
      `INSERT INTO trail.main.sources SELECT coalesce((SELECT max(id) FROM trail.main.sources), 0) + 1, $1, now()::TIMESTAMP
       WHERE NOT EXISTS (SELECT 1 FROM trail.main.sources WHERE path = $1)`,
      [source],
    );
  }
  const known = await readFrom(connection, `SELECT path, id FROM trail.main.sources`, {
    path: text,
    id: number,
  });
  return new Map(known.map(({ path, id }) => [path, id]));
}
