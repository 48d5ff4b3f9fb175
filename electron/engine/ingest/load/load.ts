import { availableParallelism } from 'node:os';
import type { DuckDBConnection } from '@duckdb/node-api';
import { interruptible } from '../../db/interrupt.ts';
import { throwIfAborted } from '../../db/pool.ts';
import { setMeta, transact } from '../../db/transact.ts';
import type { DerivedTables } from '../../derive/derived-tables.ts';
import type { FoundFile } from '../find/discover.ts';
import { problemLimit } from '../record/found.ts';
import { insertRecords } from './insert.ts';
import type { Known } from './known.ts';
import { asNamed } from '../find/named-like-log.ts';
import { keepCompanions } from './companions.ts';
import { dropLines, writeEnds } from './ledger.ts';
import { readWithCare } from './read-with-care.ts';
import { RecordSource } from './record-source.ts';
import { filesWithBadRows, repairRows, type BadRows } from './repair.ts';
import type { ImportReport } from './report.ts';
import type { EndMessage, FileTask } from './worker-protocol.ts';

/** The remark on a file whose path the ledger has already, with other content. */
export const changedReason = 'The file changed since it was imported before.';

/**
 * Every commit leaves a partial row group or two and packs them on one thread, so they are few and large. A small one comes first
 * all the same, so that rows show at once: nothing is written anew because of it, see `max_vacuum_tasks`.
 */
const firstCommitRows = 4_096;
const fullCommitRows = 983_040;

/** Files between two tellings, when they bring no records. */
const toldEvery = 64;

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

/** What the loading phase works on. */
export interface LoadInput {
  readonly connection: DuckDBConnection;
  readonly derived: DerivedTables;
  readonly workerUrl: URL;
  readonly signal: AbortSignal;
  readonly report: ImportReport;
  readonly onReaderError: (error: unknown) => void;
  /** Reader threads; by default half the cores, at most four. */
  readonly readers: number | undefined;
  readonly files: readonly FoundFile[];
  readonly firstFileId: number;
  readonly known: Known;
  readonly sourceIdOf: (source: string) => number;
}

/** The loading phase: batch after batch until the readers have nothing left. */
export class Load {
  readonly #input: LoadInput;
  readonly #connection: DuckDBConnection;
  readonly #source: RecordSource;
  #doneFiles = 0;
  #doneBytes = 0;
  /** Files that stood in the ledger already with the content they have now. */
  knownFiles = 0;

  constructor(input: LoadInput) {
    this.#input = input;
    this.#connection = input.connection;
    const tasks: FileTask[] = input.files.map((file, index) => ({
      fileId: input.firstFileId + index,
      path: file.openPath,
    }));
    this.#source = new RecordSource({
      tasks,
      firstMemberId: input.firstFileId + input.files.length,
      knownHashes: input.known.hashes,
      readers: input.readers ?? Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2))),
      workerUrl: input.workerUrl,
      isQuick: true,
      signal: input.signal,
      onReaderError: input.onReaderError,
      onRead: (end) => this.#tell(end),
    });
    this.#source.register(this.#connection);
  }

  async run(): Promise<void> {
    const { report, signal } = this.#input;
    const totalBytes = this.#input.files.reduce((sum, file) => sum + file.sizeBytes, 0);
    report.phase('Reading records', totalBytes, 'bytes');
    await this.#source.ready();
    let commitRows = firstCommitRows;
    while (!this.#source.isExhausted) {
      throwIfAborted(signal);
      await this.#commitBatch(commitRows);
      commitRows = fullCommitRows;
      this.#tell(undefined);
      report.committed();
    }
  }

  async close(): Promise<void> {
    await this.#source.close();
  }

  /** Progress as the records are handed over; a commit may hold a million of them. */
  #tell(end: EndMessage | undefined): void {
    if (end?.memberOf === null) {
      this.#doneFiles += 1;
      this.#doneBytes += this.#fileOf(end).sizeBytes;
    }
    if (end && this.#doneFiles % toldEvery !== 0) return;
    const { report, files } = this.#input;
    report.done(this.#doneBytes);
    report.counts({ files: this.#doneFiles, totalFiles: files.length, events: this.#source.rows });
  }

  async #commitBatch(rows: number): Promise<void> {
    const { signal } = this.#input;
    this.#source.startBatch(rows);
    const work = async (): Promise<void> => {
      await setMeta(this.#connection, 'settle-pending', '1');
      await this.#connection.run(insertRecords(this.#source.name));
      await this.#finishBatch();
    };
    try {
      await transact(this.#connection, () => interruptible(this.#connection, signal, work));
    } catch (error) {
      throwIfAborted(signal);
      throw error;
    }
  }

  async #finishBatch(): Promise<void> {
    const { ends } = this.#source.batch;
    if (ends.length === 0) return;
    await this.#takeBack(ends);
    const sound = await this.#takeOutBadRows(await this.#readAgain(ends));
    const flaws = await readWithCare(this.#connection, ...idRange(sound));
    const settled = sound
      .map((end) => flaws.get(end.fileId)?.told(end) ?? end)
      .map((end) => asNamed(end, this.#pathOf(end)))
      .map((end) => this.#withRemark(end));
    await this.#keepExactBytes();
    const [from, to] = idRange(settled);
    await this.#input.derived.grow(this.#connection, { from, to });
    const lines = settled.filter((end) => !this.#isKnown(end)).map((end) => this.#withChange(end));
    this.knownFiles += settled.length - lines.length;
    await dropLines(
      this.#connection,
      lines.flatMap((end) => this.#replacedLine(end)),
    );
    await writeEnds(this.#connection, lines, (end) => {
      const file = this.#fileOf(end);
      return { path: this.#pathOf(end), file, sourceId: this.#input.sourceIdOf(file.source) };
    });
    await keepCompanions(this.#connection, lines);
  }

  /** Files that turned out not to count after their records had been handed on leave nothing behind. */
  async #takeBack(ends: readonly EndMessage[]): Promise<void> {
    await this.#forget(ends.filter((end) => end.isTakenBack).map((end) => end.fileId));
  }

  async #forget(fileIds: readonly number[]): Promise<void> {
    if (fileIds.length === 0) return;
    await this.#connection.run(
      `DELETE FROM trail.main.event_columns WHERE file_id IN (SELECT unnest($1::INTEGER[]))`,
      [`[${fileIds.join(',')}]`],
    );
    const { batch } = this.#source;
    const gone = new Set(fileIds);
    const kept = batch.exact.filter((one) => !gone.has(one.fileId));
    batch.exact.length = 0;
    for (const one of kept) batch.exact.push(one);
  }

  /** Reads files with care whose quick reading gave anything but records: a cut may have gone through one. */
  async #readAgain(ends: readonly EndMessage[]): Promise<readonly EndMessage[]> {
    if (!ends.some((end) => end.isQuick)) return ends;
    const bad = await filesWithBadRows(this.#connection, ...idRange(ends));
    const doubtful = ends.filter((end) => end.isQuick && bad.has(end.fileId));
    if (doubtful.length === 0) return ends;
    await this.#forget(doubtful.map((end) => end.fileId));
    const again = await this.#readWithCare(doubtful);
    return ends.map((end) => again.get(end.fileId) ?? end);
  }

  async #readWithCare(doubtful: readonly EndMessage[]): Promise<ReadonlyMap<number, EndMessage>> {
    const { workerUrl, signal, onReaderError } = this.#input;
    const source = new RecordSource({
      tasks: doubtful.map((end) => ({ fileId: end.fileId, path: this.#fileOf(end).openPath })),
      firstMemberId: 0,
      knownHashes: [],
      readers: 1,
      workerUrl,
      isQuick: false,
      signal,
      onReaderError,
      onRead: () => undefined,
    });
    const ends = new Map<number, EndMessage>();
    try {
      source.register(this.#connection);
      await source.ready();
      while (!source.isExhausted) {
        source.startBatch(fullCommitRows);
        await this.#connection.run(insertRecords(source.name));
        for (const end of source.batch.ends) ends.set(end.fileId, end);
        for (const one of source.batch.exact) this.#source.batch.exact.push(one);
      }
    } finally {
      await source.close();
    }
    return ends;
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
    const appender = await this.#connection.createAppender('exact_bytes', 'main', 'trail');
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

  /** What was said of a file when it was found stands behind what is said of its content. */
  #withRemark(end: EndMessage): EndMessage {
    const { remark } = this.#fileOf(end);
    if (remark === undefined || end.memberPath !== null) return end;
    return { ...end, reason: end.reason === null ? remark : `${end.reason} ${remark}` };
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
}
