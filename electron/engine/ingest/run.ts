import { availableParallelism } from 'node:os';
import type { DuckDBConnection } from '@duckdb/node-api';
import { interruptOnAbort } from '../db/interrupt.ts';
import type { Database } from '../db/open.ts';
import { throwIfAborted } from '../db/pool.ts';
import { addAddresses } from './addresses.ts';
import { discover, type FoundFile } from './discover.ts';
import { insertRecords } from './insert.ts';
import { settleLedger, writeEnds, writePassedOver } from './ledger.ts';
import { mergeDuplicates } from './merge.ts';
import { RecordSource } from './record-source.ts';
import { problemLimit } from './found.ts';
import { repairRows, type BadRows } from './repair.ts';
import type { EndMessage, FileTask } from './worker-protocol.ts';

/** How an import tells what it is doing. */
export interface ImportReport {
  /** A new phase; `total` is 0 while unknown. */
  readonly phase: (name: string, total: number, unit: string) => void;
  readonly done: (done: number) => void;
  readonly counts: (counts: Readonly<Record<string, number>>) => void;
  /** Events can be asked for now; called after every commit. */
  readonly committed: () => void;
}

/** What an import did. */
export interface ImportSummary {
  readonly files: number;
  /** Files whose content the workspace had already. */
  readonly knownFiles: number;
  /** Files of which some could not be read. */
  readonly partialFiles: number;
  readonly refusedFiles: number;
  readonly skippedFiles: number;
  readonly records: number;
  readonly refusedRecords: number;
  readonly events: number;
}

/** The remark on a file whose path the ledger has already, with other content. */
export const changedReason = 'The file changed since it was imported before.';

/** What an import needs. */
export interface ImportOptions {
  readonly database: Database;
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
 * Commits below four full row groups a thread make DuckDB rewrite partial groups at the next checkpoint (measured: twice
 * the time at 10 M events; five growing commits before the full ones cost a fifth of the processor time and of the file at
 * 1 M). One small commit comes first all the same, so that rows show at once.
 */
const firstCommitRows = 4_096;
const fullCommitRows = 983_040;

interface Known {
  readonly nextFileId: number;
  readonly hashes: readonly string[];
  /** Ledger lines by path, the newest of each. */
  readonly byPath: ReadonlyMap<
    string,
    { readonly id: number; readonly sha256: string | null; readonly isRead: boolean }
  >;
}

/**
 * Imports everything below the sources into the database. Every commit holds whole files with their ledger lines, so a
 * stop at any moment leaves a consistent database; starting again reads only what is not in it. Rejects with `cancelled`
 * after the committed part has been settled.
 */
export async function importSources(options: ImportOptions): Promise<ImportSummary> {
  const connection = await options.database.instance.connect();
  try {
    await setMeta(connection, 'import-unfinished', '1');
    return await importWith(connection, options);
  } finally {
    connection.closeSync();
  }
}

async function importWith(connection: DuckDBConnection, options: ImportOptions): Promise<ImportSummary> {
  const { report, signal } = options;
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
  const oldLines = passedOver.flatMap((item) => known.byPath.get(item.path)?.id ?? []);
  await transact(connection, async () => {
    await dropLines(connection, oldLines);
    await writePassedOver(connection, known.nextFileId, passedOver, sourceIdOf);
  });
  const firstFileId = known.nextFileId + passedOver.length;
  const load = new Load(connection, options, { files, firstFileId, known, sourceIdOf });
  try {
    await load.run();
  } finally {
    await load.close();
    await settle(connection, report);
    report.committed();
  }
  await setMeta(connection, 'import-unfinished', '0');
  return { ...load.summary, skippedFiles: load.summary.skippedFiles + passedOver.length };
}

/** A file's end, when some of what it gave turned out to be no record. */
function withBadRows(end: EndMessage, { count, problems, areNotifications }: BadRows): EndMessage {
  const records = end.records - count;
  const [first] = problems;
  const all = [...end.problems, ...problems].slice(0, problemLimit);
  const told = {
    reason: end.reason ?? first?.reason ?? null,
    positionBytes: end.positionBytes ?? first?.positionBytes ?? null,
  };
  if (records === 0 && areNotifications) {
    return { ...end, ...told, status: 'skipped', container: 'bucket-notification', records: 0, problems: [] };
  }
  const status = records > 0 ? 'partial' : 'refused';
  return { ...end, ...told, status, records, refusedRecords: end.refusedRecords + count, problems: all };
}

/** The lowest and the highest number among files; a commit may end more of them than a call takes arguments. */
function idRange(ends: readonly EndMessage[]): readonly [number, number] {
  let [from, to] = [Infinity, 0];
  for (const { fileId } of ends) {
    from = Math.min(from, fileId);
    to = Math.max(to, fileId);
  }
  return [from, to];
}

interface LoadInput {
  readonly files: readonly FoundFile[];
  readonly firstFileId: number;
  readonly known: Known;
  readonly sourceIdOf: (source: string) => number;
}

/** The loading phase: batch after batch until the readers have nothing left. */
class Load {
  readonly #connection: DuckDBConnection;
  readonly #options: ImportOptions;
  readonly #input: LoadInput;
  readonly #source: RecordSource;
  #doneFiles = 0;
  #doneBytes = 0;
  summary: ImportSummary = {
    files: 0,
    knownFiles: 0,
    partialFiles: 0,
    refusedFiles: 0,
    skippedFiles: 0,
    records: 0,
    refusedRecords: 0,
    events: 0,
  };

  constructor(connection: DuckDBConnection, options: ImportOptions, input: LoadInput) {
    this.#connection = connection;
    this.#options = options;
    this.#input = input;
    const tasks: FileTask[] = input.files.map((file, index) => ({
      fileId: input.firstFileId + index,
      path: file.openPath,
    }));
    this.#source = new RecordSource({
      tasks,
      firstMemberId: input.firstFileId + input.files.length,
      knownHashes: input.known.hashes,
      readers: options.readers ?? Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2))),
      workerUrl: options.workerUrl,
      signal: options.signal,
      onReaderError: options.onReaderError,
    });
    this.#source.register(connection);
  }

  async run(): Promise<void> {
    const { report, signal } = this.#options;
    const totalBytes = this.#input.files.reduce((sum, file) => sum + file.sizeBytes, 0);
    report.phase('Reading records', totalBytes, 'bytes');
    await this.#source.ready();
    let commitRows = firstCommitRows;
    while (!this.#source.isExhausted) {
      throwIfAborted(signal);
      await this.#commitBatch(commitRows);
      commitRows = fullCommitRows;
      report.done(this.#doneBytes);
      report.counts({
        files: this.#doneFiles,
        totalFiles: this.#input.files.length,
        events: this.summary.records,
      });
      report.committed();
    }
  }

  async close(): Promise<void> {
    await this.#source.close();
  }

  async #commitBatch(rows: number): Promise<void> {
    const { signal } = this.#options;
    this.#source.startBatch(rows);
    const stopWatching = interruptOnAbort(this.#connection, signal);
    try {
      await transact(this.#connection, async () => {
        await setMeta(this.#connection, 'settle-pending', '1');
        await this.#connection.run(insertRecords(this.#source.name));
        await this.#finishBatch();
      });
    } catch (error) {
      throwIfAborted(signal);
      throw error;
    } finally {
      stopWatching();
    }
  }

  async #finishBatch(): Promise<void> {
    const { ends } = this.#source.batch;
    if (ends.length === 0) return;
    await this.#takeBack(ends);
    const settled = await this.#takeOutBadRows(ends);
    await this.#keepExactBytes();
    await addAddresses(this.#connection, ...idRange(settled));
    const lines = settled.filter((end) => !this.#isKnown(end)).map((end) => this.#withChange(end));
    await dropLines(
      this.#connection,
      lines.flatMap((end) => this.#replacedLine(end)),
    );
    await writeEnds(this.#connection, lines, (end) => {
      const file = this.#fileOf(end);
      return { path: this.#pathOf(end), file, sourceId: this.#input.sourceIdOf(file.source) };
    });
    this.#count(settled);
  }

  /** Files that turned out not to count after their records had been handed on leave nothing behind. */
  async #takeBack(ends: readonly EndMessage[]): Promise<void> {
    const ids = ends.filter((end) => end.isTakenBack).map((end) => end.fileId);
    if (ids.length === 0) return;
    await this.#connection.run(`DELETE FROM event_columns WHERE file_id IN (SELECT unnest($1::INTEGER[]))`, [
      `[${ids.join(',')}]`,
    ]);
    const { batch } = this.#source;
    const gone = new Set(ids);
    const kept = batch.exact.filter((one) => !gone.has(one.fileId));
    batch.exact.length = 0;
    for (const one of kept) batch.exact.push(one);
  }

  /** Rows that are no records leave the table again; their files are told what was wrong. */
  async #takeOutBadRows(ends: readonly EndMessage[]): Promise<readonly EndMessage[]> {
    const bad = await repairRows(this.#connection, ...idRange(ends));
    return ends.map((end) => {
      const rows = bad.get(end.fileId);
      return rows ? withBadRows(end, rows) : end;
    });
  }

  async #keepExactBytes(): Promise<void> {
    const appender = await this.#connection.createAppender('exact_bytes');
    for (const { fileId, ordinal, bytes } of this.#source.batch.exact) {
      appender.appendInteger(fileId);
      appender.appendInteger(ordinal);
      appender.appendBlob(bytes);
      appender.endRow();
    }
    appender.closeSync();
  }

  #fileOf(end: EndMessage): FoundFile {
    const file = this.#input.files[end.taskFileId - this.#input.firstFileId];
    if (!file) throw new Error(`No file has the number ${end.taskFileId}`);
    return file;
  }

  /** A member's path goes on behind its file's. */
  #pathOf(end: EndMessage): string {
    const { path } = this.#fileOf(end);
    return end.memberPath === null ? path : `${path}!/${end.memberPath}`;
  }

  /** A file whose line is there already and stands for the same content; records that were read now need a line of their own. */
  #isKnown(end: EndMessage): boolean {
    const line = this.#input.known.byPath.get(this.#pathOf(end));
    return end.status === 'same-content' && line !== undefined && line.isRead && line.sha256 === end.sha256;
  }

  /** Evidence that changed is a finding; the line of the former content stays beside the new one. */
  #withChange(end: EndMessage): EndMessage {
    const line = this.#input.known.byPath.get(this.#pathOf(end));
    const hasChanged = line?.isRead === true && end.sha256 !== null && line.sha256 !== end.sha256;
    if (!hasChanged) return end;
    return { ...end, reason: end.reason === null ? changedReason : `${changedReason} ${end.reason}` };
  }

  /** The line of a file that was not read the last time, or only taken for a twin, which the new line replaces. */
  #replacedLine(end: EndMessage): readonly number[] {
    const line = this.#input.known.byPath.get(this.#pathOf(end));
    return line && (!line.isRead || line.sha256 === end.sha256) ? [line.id] : [];
  }

  #count(ends: readonly EndMessage[]): void {
    const { summary } = this;
    const of = (status: EndMessage['status']): number => ends.filter((end) => end.status === status).length;
    const files = ends.filter((end) => end.memberOf === null);
    this.#doneFiles += files.length;
    this.#doneBytes += files.reduce((sum, end) => sum + this.#fileOf(end).sizeBytes, 0);
    const records = ends.reduce((sum, end) => sum + end.records, 0);
    this.summary = {
      files: summary.files + ends.length,
      knownFiles: summary.knownFiles + of('same-content'),
      partialFiles: summary.partialFiles + of('partial'),
      refusedFiles: summary.refusedFiles + of('refused'),
      skippedFiles: summary.skippedFiles + of('skipped'),
      records: summary.records + records,
      refusedRecords: summary.refusedRecords + ends.reduce((sum, end) => sum + end.refusedRecords, 0),
      events: summary.events + records,
    };
  }
}

/** Merges duplicates and settles the ledger; also finishes what a killed process left behind. */
export async function settle(connection: DuckDBConnection, report?: ImportReport): Promise<void> {
  report?.phase('Merging duplicates', 0, '');
  await mergeDuplicates(connection, undefined);
  report?.phase('Balancing the ledger', 0, '');
  await transact(connection, async () => {
    for (const statement of settleLedger) await connection.run(statement);
    await setMeta(connection, 'settle-pending', '0');
  });
}

async function readKnown(connection: DuckDBConnection): Promise<Known> {
  const reader = await connection.runAndReadAll(`SELECT id, path, sha256, status FROM files ORDER BY id`);
  const rows = reader.getRows() as [number, string, string | null, string][];
  // A twin may be committed before its original: only lines of files that were read themselves say that content is here.
  const hasRecords = (status: string): boolean => status === 'accepted' || status === 'partial';
  const isRead = (status: string): boolean => hasRecords(status) || status === 'same-content';
  return {
    nextFileId: (rows.at(-1)?.[0] ?? 0) + 1,
    hashes: rows.flatMap(([, , sha256, status]) => (sha256 !== null && hasRecords(status) ? [sha256] : [])),
    byPath: new Map(rows.map(([id, path, sha256, status]) => [path, { id, sha256, isRead: isRead(status) }])),
  };
}

async function registerSources(
  connection: DuckDBConnection,
  sources: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  for (const source of sources) {
    await connection.run(
      `INSERT INTO sources SELECT coalesce((SELECT max(id) FROM sources), 0) + 1, $1, now()::TIMESTAMP
       WHERE NOT EXISTS (SELECT 1 FROM sources WHERE path = $1)`,
      [source],
    );
  }
  const reader = await connection.runAndReadAll(`SELECT path, id FROM sources`);
  return new Map(reader.getRows() as [string, number][]);
}

async function dropLines(connection: DuckDBConnection, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await connection.run(`DELETE FROM files WHERE id IN (SELECT unnest($1::INTEGER[]))`, [
    `[${ids.join(',')}]`,
  ]);
}

/** Writes one of the database's own facts. */
export async function setMeta(connection: DuckDBConnection, key: string, value: string): Promise<void> {
  await connection.run(`DELETE FROM meta WHERE key = $1`, [key]);
  await connection.run(`INSERT INTO meta VALUES ($1, $2)`, [key, value]);
}

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
