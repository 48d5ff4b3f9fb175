import { mkdtemp, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../shared/bridge/errors.ts';
import type { WorkspaceInfo } from '../../shared/contract/workspace.ts';
import { openDatabase, type Database } from './db/open.ts';
import { Pool } from './db/pool.ts';
import { sql } from './db/sql.ts';
import { removeSource, type RemovalSummary } from './ingest/remove-source.ts';
import { setMeta } from './db/transact.ts';
import type { ImportReport, ImportSummary } from './ingest/report.ts';
import { importSources } from './ingest/run.ts';
import { settle } from './ingest/settle.ts';
import type { JobContext } from './jobs/registry.ts';
import { asPatternError } from './query/pattern-error.ts';
import { createConsole, type SqlConsole } from './query/console.ts';
import { Cursors } from './query/cursors.ts';
import { Counts } from './query/events.ts';
import { fileMark, type SourceWatcher } from './watching/source-watcher.ts';
import { openWorkspaceFolder, type OpenFolderOptions, type WorkspaceFolder } from './workspace/session.ts';

/** What an import needs besides what to import. */
export interface Reading {
  readonly workerUrl: URL;
  readonly job: JobContext;
  readonly onReaderError: (error: unknown) => void;
}

/** An open workspace: its folder, its database, and what queries need. */
export class Investigation {
  readonly folder: WorkspaceFolder;
  readonly database: Database;
  readonly pool: Pool;
  readonly cursors: Cursors;
  readonly counts: Counts;
  readonly console: SqlConsole;
  readonly #temp: string | undefined;
  readonly #onChange: (info: WorkspaceInfo) => void;
  #dataVersion = 1;
  #isWorking = false;
  #watcher: SourceWatcher | undefined;

  private constructor(
    folder: WorkspaceFolder,
    database: Database,
    temp: string | undefined,
    onChange: (info: WorkspaceInfo) => void,
  ) {
    this.#onChange = onChange;
    this.folder = folder;
    this.database = database;
    this.#temp = temp;
    this.pool = new Pool(database.instance, { explain: asPatternError });
    this.cursors = new Cursors(database.instance);
    this.counts = new Counts(this.pool);
    this.console = createConsole(database.instance);
  }

  /**
   * Opens a workspace folder with its database; what a killed import left is settled first. With `rebuild` the database
   * is set aside and an empty one made. Errors: those of `openWorkspaceFolder` and `openDatabase`.
   */
  static async open(
    options: OpenFolderOptions & {
      readonly rebuild?: boolean;
      readonly onChange: (info: WorkspaceInfo) => void;
    },
  ): Promise<Investigation> {
    const folder = await openWorkspaceFolder(options);
    let temp: string | undefined;
    let database: Database | undefined;
    try {
      if (options.rebuild && !folder.isReadOnly) await setDatabaseAside(folder.layout.database);
      if (folder.isReadOnly) temp = await mkdtemp(join(tmpdir(), 'trailglass-'));
      database = await openDatabase({
        path: folder.layout.database,
        tempDirectory: temp ?? folder.layout.temp,
        exportDirectory: temp ?? folder.layout.exports,
        isReadOnly: folder.isReadOnly,
      });
      if (!folder.isReadOnly) await finishLeftovers(database, options.rebuild ?? false);
      return new Investigation(folder, database, temp, options.onChange);
    } catch (error) {
      database?.close();
      await folder.close();
      if (temp) await rm(temp, { recursive: true, force: true });
      throw error;
    }
  }

  /** Counts up with every change of the events. */
  get dataVersion(): number {
    return this.#dataVersion;
  }

  /** The workspace as it is now. */
  async info(): Promise<WorkspaceInfo> {
    const { manifest, path, isReadOnly, readOnlyReason } = this.folder;
    const [row] = await this.pool.rows(
      sql`SELECT (SELECT count(*) FROM event_columns)::DOUBLE, (SELECT count(*) FROM files)::DOUBLE,
            (SELECT epoch_us(min("eventTime")) FROM event_columns)::DOUBLE,
            (SELECT epoch_us(max("eventTime")) FROM event_columns)::DOUBLE,
            coalesce((SELECT max(value) FROM meta WHERE key = 'import-unfinished'), '0')`,
      'count',
    );
    const [events, files, first, last, unfinished] = row ?? [];
    return {
      id: manifest.id,
      title: manifest.title,
      path,
      createdAt: manifest.createdAt,
      isReadOnly,
      readOnlyReason,
      dataVersion: this.#dataVersion,
      events: Number(events ?? 0),
      files: Number(files ?? 0),
      firstEventMicros: typeof first === 'number' ? first : null,
      lastEventMicros: typeof last === 'number' ? last : null,
      sources: manifest.sources.map((source) => source.path),
      isImportUnfinished: unfinished === '1' && !this.#isWorking,
      isWatching: manifest.isWatching,
      notices: [...this.folder.notices],
    };
  }

  /** Imports sources as the work of a job; answers the result in words. Errors: `busy`, `workspace-locked`, `cancelled`. */
  async import(sources: readonly string[], reading: Reading): Promise<string> {
    return this.#work(async () => inWords(await this.#read(sources, reading)));
  }

  /** Imports only these files of the workspace's own sources; answers what came in words. Errors: as `import`. */
  async importNew(only: ReadonlySet<string>, reading: Reading): Promise<string> {
    return this.#work(async () => {
      const before = await this.info();
      await this.#read(before.sources, reading, only);
      const after = await this.info();
      const files = after.files - before.files;
      return `${count(files, 'new file')}, ${count(after.events - before.events, 'event')}`;
    });
  }

  /** Takes a source out as the work of a job; answers what left in words. Errors: `busy`, `cancelled`. */
  async removeSource(path: string, job: JobContext): Promise<string> {
    return this.#work(async () => {
      const remaining = this.folder.manifest.sources.flatMap((source) =>
        source.path === path ? [] : [source.path],
      );
      const removed = await removeSource({
        database: this.database,
        path,
        remaining,
        signal: job.signal,
        report: this.#reportTo(job),
      });
      await this.folder.forgetSource(path);
      await this.folder.journal.append('source.removed', { path, ...removed });
      return removedInWords(path, removed);
    });
  }

  /** True while an import or a removal runs. */
  get isWorking(): boolean {
    return this.#isWorking;
  }

  /** True while nothing should be imported by itself: work is running, or an import was cut off and waits for the person. */
  async isBusy(): Promise<boolean> {
    return this.#isWorking || (await this.info()).isImportUnfinished;
  }

  /** The mark of every file in the ledger, by path; see `fileMark`. */
  async knownMarks(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.pool.rows(
      sql`SELECT path, size_bytes::DOUBLE, epoch_us(modified_at)::DOUBLE FROM files
          WHERE member_of IS NULL AND modified_at IS NOT NULL ORDER BY id`,
      'background',
    );
    return new Map(
      rows.map(([path, size, modified]) => [String(path), fileMark(Number(size), Number(modified))]),
    );
  }

  /** Takes over the watch of the sources from the one before. */
  setWatcher(watcher: SourceWatcher | undefined): void {
    void this.#watcher?.stop();
    this.#watcher = watcher;
  }

  /** Tells the watchers of the workspace how it is now. */
  async tell(): Promise<void> {
    this.#onChange(await this.info());
  }

  /** Gives everything back. */
  async close(): Promise<void> {
    await this.#watcher?.stop();
    await Promise.all([this.pool.close(), this.cursors.close(), this.console.close()]);
    this.database.close();
    await this.folder.close();
    if (this.#temp) await rm(this.#temp, { recursive: true, force: true });
  }

  /** Stops following the sources, so that no new job begins. */
  async stopWatching(): Promise<void> {
    await this.#watcher?.stop();
  }

  async #read(
    sources: readonly string[],
    { workerUrl, job, onReaderError }: Reading,
    only?: ReadonlySet<string>,
  ): Promise<ImportSummary> {
    const { journal } = this.folder;
    await journal.append('import.started', { sources, ...(only ? { newFiles: only.size } : {}) });
    try {
      const summary = await importSources({
        database: this.database,
        sources,
        ...(only ? { only } : {}),
        workerUrl,
        signal: job.signal,
        onReaderError,
        report: this.#reportTo(job),
      });
      await journal.append('import.finished', { ...summary });
      return summary;
    } catch (error) {
      await journal.append('import.stopped', { reason: error instanceof Error ? error.message : '' });
      throw error;
    }
  }

  async #work(work: () => Promise<string>): Promise<string> {
    if (this.#isWorking) throw busy();
    this.#isWorking = true;
    try {
      return await work();
    } finally {
      this.#isWorking = false;
      await this.#changed();
    }
  }

  #reportTo(job: JobContext): ImportReport {
    let doneBefore = 0;
    return {
      phase: (name, total, unit) => {
        doneBefore = 0;
        job.phase(name, { total, unit });
      },
      done: (done) => {
        job.advance(done - doneBefore);
        doneBefore = done;
      },
      counts: (counts) => job.setCounts(counts),
      committed: () => void this.#changed(),
    };
  }

  async #changed(): Promise<void> {
    this.#dataVersion += 1;
    this.#onChange(await this.info());
  }
}

const count = (n: number, one: string): string => `${n.toLocaleString('en-US')} ${one}${n === 1 ? '' : 's'}`;

function inWords(summary: ImportSummary): string {
  const parts = [`${count(summary.events, 'record')} from ${count(summary.files, 'file')}`];
  if (summary.knownFiles > 0) parts.push(`${count(summary.knownFiles, 'file')} known already`);
  if (summary.partialFiles > 0) parts.push(`${count(summary.partialFiles, 'file')} read in part`);
  if (summary.refusedRecords > 0) parts.push(`${count(summary.refusedRecords, 'record')} refused`);
  if (summary.refusedFiles > 0) parts.push(`${count(summary.refusedFiles, 'file')} could not be read`);
  if (summary.skippedFiles > 0) parts.push(`${count(summary.skippedFiles, 'file')} of other kinds`);
  return parts.join(', ');
}

const removedInWords = (path: string, removed: RemovalSummary): string =>
  `Removed ${path}: ${count(removed.files, 'file')}, ${count(removed.records, 'record')}; ${count(removed.events, 'event')} less`;

async function setDatabaseAside(path: string): Promise<void> {
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  for (const file of [path, `${path}.wal`]) {
    if (existsSync(file)) await rename(file, `${file}.aside-${stamp}`);
  }
}

/** Settles what a killed import committed; a rebuilt database asks for its import again. */
async function finishLeftovers(database: Database, isRebuilt: boolean): Promise<void> {
  const connection = await database.instance.connect();
  try {
    const reader = await connection.runAndReadAll(`SELECT value FROM meta WHERE key = 'settle-pending'`);
    if (reader.getRows()[0]?.[0] === '1') await settle(connection);
    if (isRebuilt) await setMeta(connection, 'import-unfinished', '1');
  } finally {
    connection.closeSync();
  }
}

/** The error for work that cannot run beside other work on the evidence. */
export const busy = (): AppError =>
  new AppError('busy', 'An import or a removal is running already. Wait for it, or cancel it first.');

/** The error for calls that need an open workspace. */
export const noWorkspace = (): AppError =>
  new AppError('no-workspace', 'No workspace is open. Open one, or open an archive to make one.');
