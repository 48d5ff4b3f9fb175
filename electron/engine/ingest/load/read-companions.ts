import type { DuckDBConnection } from '@duckdb/node-api';
import type { Database } from '../../db/open.ts';
import { throwIfAborted } from '../../db/pool.ts';
import { number, readFrom, text, textOrNull } from '../../db/rows.ts';
import { transact } from '../../db/transact.ts';
import type { Kind } from '../record/kinds.ts';
import { keepCompanions } from './companions.ts';
import { RecordSource } from './record-source.ts';
import type { ImportReport } from './report.ts';
import type { EndMessage } from './worker-protocol.ts';

/** Kinds that files had, or still have, which tell something and hold no events. */
const mayTell: readonly Kind[] = [
  'companion',
  'public-keys',
  'other-log',
  'json',
  'json-array',
  'json-lines',
  'table',
  'text',
];

/** What reading companions again needs. */
export interface ReadCompanions {
  readonly database: Database;
  readonly workerUrl: URL;
  readonly signal: AbortSignal;
  readonly report: ImportReport;
  readonly onReaderError: (error: unknown) => void;
}

interface Line {
  readonly id: number;
  readonly path: string;
  readonly sha256: string | null;
}

/**
 * Reads again the files of the ledger that hold no events, and keeps what they tell; events stay as they are. Answers how many
 * files tell something. Files that are gone or have another content by now are left as they were. Errors: `cancelled`, then
 * nothing was changed.
 */
export async function readCompanions(options: ReadCompanions): Promise<number> {
  const connection = await options.database.instance.connect();
  try {
    const lines = await linesOf(connection);
    const ends = await readAgain(connection, [...new Set(lines.map(({ path }) => topOf(path)))], options);
    const told = ends.flatMap((end) => {
      const line = lines.find(({ path, sha256 }) => path === end.path && sha256 === end.sha256);
      return line && end.companion ? [{ ...end, fileId: line.id }] : [];
    });
    return await transact(connection, async () => {
      await connection.run(`DELETE FROM trail.main.companions`);
      for (const { fileId, container, reason } of told)
        await connection.run(`UPDATE trail.main.files SET kind = $2, reason = $3 WHERE id = $1`, [
          fileId,
          container,
          reason,
        ]);
      return keepCompanions(connection, told);
    });
  } finally {
    connection.closeSync();
  }
}

const linesOf = (connection: DuckDBConnection): Promise<readonly Line[]> =>
  readFrom(
    connection,
    `SELECT id, path, sha256 FROM trail.main.files WHERE status = 'skipped' AND same_as IS NULL
       AND kind IN (SELECT unnest($1::VARCHAR[])) ORDER BY id LIMIT 100000`,
    { id: number, path: text, sha256: textOrNull },
    [JSON.stringify(mayTell)],
  );

/** The file that a member of archives lies in, which is the only one on the disk. */
const topOf = (path: string): string => path.split('!/', 1)[0] ?? path;

type ToldEnd = EndMessage & { readonly path: string };

async function readAgain(
  connection: DuckDBConnection,
  paths: readonly string[],
  { workerUrl, signal, report, onReaderError }: ReadCompanions,
): Promise<readonly ToldEnd[]> {
  report.phase('Reading companions', paths.length, 'files');
  const ends: ToldEnd[] = [];
  let done = 0;
  const source = new RecordSource({
    tasks: paths.map((path, fileId) => ({ fileId, path })),
    firstMemberId: paths.length,
    knownHashes: [],
    readers: 1,
    workerUrl,
    isQuick: false,
    signal,
    onReaderError,
    onRead: (end) => {
      if (end?.memberOf === null) report.done((done += 1));
    },
  });
  try {
    source.register(connection);
    await source.ready();
    while (!source.isExhausted) {
      throwIfAborted(signal);
      source.startBatch(1_000_000);
      await connection.run(`SELECT count(*) FROM ${source.name}()`);
      for (const end of source.batch.ends) {
        const top = paths[end.taskFileId] ?? '';
        if (end.companion)
          ends.push({ ...end, path: end.memberPath === null ? top : `${top}!/${end.memberPath}` });
      }
    }
    return ends;
  } finally {
    await source.close();
  }
}
