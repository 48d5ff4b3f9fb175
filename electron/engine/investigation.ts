import { tmpdir } from 'node:os';
import { AppError } from '../../shared/bridge/errors.ts';
import type { WorkspaceInfo } from '../../shared/contract/workspaces.ts';
import { asDiskError, isDiskError } from './disk/disk-error.ts';
import { lookIfAny } from './disk/entry.ts';
import { makeDatabase } from './db/make-database.ts';
import { openDatabase, type Database } from './db/open.ts';
import { followAssignments } from './file-accounts.ts';
import { Pool } from './db/pool.ts';
import { raw, sql } from './db/sql.ts';
import { isLogFileSql } from './ingest/load/counts.ts';
import { finishLeftovers, hasFormerColumns, noDatabase, outdatedNotice } from './earlier-runs.ts';
import { EvidenceVersion } from './evidence-version.ts';
import { EvidenceWork } from './evidence-work.ts';
import { askedAlias } from './areas/annotations/fields.ts';
import { Notes } from './areas/annotations/annotations.ts';
import { usesNotes } from '../../shared/annotations/uses-notes.ts';
import { asPatternError } from './ask/pattern-error.ts';
import { createConsole, type SqlConsole } from './areas/console/console.ts';
import type { StatementLimits, Stuck } from './areas/console/statement-guard.ts';
import { Cursors } from './ask/cursors.ts';
import { Counts } from './areas/events/window.ts';
import { RecordPaths } from './areas/search/record-paths.ts';
import { RecordSearch } from './ask/search/record-search.ts';
import { ValueLists } from './areas/facets/value-lists.ts';
import { fileMark, type SourceWatcher } from './areas/evidence/watching/source-watcher.ts';
import { namingHolder } from './workspace/lock.ts';
import {
  openWorkspaceFolder,
  readingBecause,
  type OpenFolderOptions,
  type WorkspaceFolder,
} from './workspace/session.ts';
import { makeWorkFolder, type WorkFolder } from './workspace/work-folder.ts';

/** Which workspace to open, how, and who hears of it. */
export interface OpenInvestigation extends OpenFolderOptions {
  readonly onChange: (info: WorkspaceInfo) => void;
  readonly onStuck: (stuck: Stuck) => void;
  /** By default as people need them. */
  readonly statementLimits?: Partial<StatementLimits>;
}

/** An open workspace: its folder, its database, and what queries need. */
export class Investigation {
  readonly folder: WorkspaceFolder;
  readonly database: Database;
  readonly pool: Pool;
  readonly cursors: Cursors;
  readonly counts: Counts;
  readonly console: SqlConsole;
  readonly search: RecordSearch;
  readonly values: ValueLists;
  readonly paths: RecordPaths;
  readonly evidence: EvidenceWork;
  readonly #work: WorkFolder;
  readonly #onChange: (info: WorkspaceInfo) => void;
  #notes: Notes | undefined;
  readonly #version: EvidenceVersion;
  /** Counts up when notes changed that somebody had asked about since the last time. */
  #noteVersion = 1;
  #areNotesAsked = false;
  #isClosed = false;
  #watcher: SourceWatcher | undefined;

  private constructor(
    folder: WorkspaceFolder,
    database: Database,
    { evidence, isOutdated }: { readonly evidence: EvidenceVersion; readonly isOutdated: boolean },
    work: WorkFolder,
    options: OpenInvestigation,
  ) {
    this.#onChange = options.onChange;
    this.#version = evidence;
    this.folder = folder;
    this.database = database;
    this.#work = work;
    const onQuery = (text: string): void => {
      if (text.includes(askedAlias)) this.#areNotesAsked = true;
    };
    const explain = (error: unknown): unknown =>
      asPatternError(error) ?? asDiskError(error, 'what this question needs');
    this.pool = new Pool(database.instance, { explain, onQuery });
    this.cursors = new Cursors(database.instance, undefined, onQuery);
    this.counts = new Counts(this.pool);
    this.console = createConsole(database.instance, options.onStuck, options.statementLimits);
    const version = (): number => evidence.now;
    this.search = new RecordSearch(database.instance, this.pool, version);
    this.values = new ValueLists(this.pool, version);
    this.paths = new RecordPaths(this.pool, version);
    this.evidence = new EvidenceWork({
      ...{ folder, database, version: evidence, isOutdated },
      onCommit: () => this.#unwaited(this.#changed()),
      onEnd: () => this.#changed(),
    });
  }

  /**
   * Opens a workspace folder with its database; what a killed import left is settled first. With `rebuild` the database
   * is set aside and an empty one made. One whose disk is full or fails opens for reading, with the reason. Errors: those
   * of `openWorkspaceFolder` and `openDatabase`.
   */
  static async open(options: OpenInvestigation): Promise<Investigation> {
    const folder = await openWorkspaceFolder(options);
    try {
      return await Investigation.#inFolder(folder, options);
    } catch (error) {
      await folder.close();
      if (error instanceof AppError && error.code === 'workspace-locked') {
        throw await namingHolder(error, folder.layout.lock);
      }
      const failure = asDiskError(error, 'the events');
      if (folder.isReadOnly || options.rebuild || !isDiskError(failure)) throw failure;
      const reading = await openWorkspaceFolder({ ...options, readOnlyBecause: readingBecause(failure) });
      return Investigation.#inFolder(reading, options).catch(async () => {
        await reading.close();
        throw failure;
      });
    }
  }

  static async #inFolder(folder: WorkspaceFolder, options: OpenInvestigation): Promise<Investigation> {
    const { isReadOnly, layout } = folder;
    let work: WorkFolder | undefined;
    let database: Database | undefined;
    try {
      work = await makeWorkFolder(isReadOnly ? tmpdir() : layout.temp);
      if (!(await lookIfAny(layout.database))) {
        if (isReadOnly) throw noDatabase();
        await makeDatabase(layout.database, work);
      }
      database = await openDatabase({
        path: layout.database,
        tempDirectory: work.spill,
        exportDirectory: work.staging,
        isReadOnly,
        onStuck: options.onStuck,
      });
      if (!isReadOnly) {
        await finishLeftovers(database, options.rebuild ?? false);
        await followAssignments(database, folder);
      }
      const state = {
        evidence: await EvidenceVersion.read(database.instance),
        isOutdated: await hasFormerColumns(database),
      };
      const investigation = new Investigation(folder, database, state, work, options);
      await investigation.#openNotes();
      return investigation;
    } catch (error) {
      database?.close();
      await work?.remove();
      throw error;
    }
  }

  /** The only folder that a statement may write files to, made for this opening. */
  get stagingFolder(): string {
    return this.#work.staging;
  }

  /** What people noted about the events. */
  get notes(): Notes {
    if (!this.#notes) throw noWorkspace();
    return this.#notes;
  }

  /** Another number after every change of the events. */
  get dataVersion(): number {
    return this.#version.now;
  }

  /** The workspace as it is now. */
  async info(): Promise<WorkspaceInfo> {
    const { manifest, path, isReadOnly, readOnlyReason } = this.folder;
    const [row] = await this.pool.rows(
      sql`SELECT (SELECT count(*) FROM trail.main.event_columns)::DOUBLE, (SELECT count(*) FROM trail.main.files)::DOUBLE,
            (SELECT count(*) FROM trail.main.files WHERE ${raw(isLogFileSql)})::DOUBLE,
            (SELECT count(*) FROM trail.main.files WHERE status = 'refused')::DOUBLE,
            (SELECT epoch_us(min("eventTime")) FROM trail.main.event_columns)::DOUBLE,
            (SELECT epoch_us(max("eventTime")) FROM trail.main.event_columns)::DOUBLE,
            coalesce((SELECT max(value) FROM trail.main.meta WHERE key = 'import-unfinished'), '0')`,
      'count',
    );
    const [events, files, logFiles, refusedFiles, first, last, unfinished] = row ?? [];
    return {
      id: manifest.id,
      title: manifest.title,
      path,
      createdAt: manifest.createdAt,
      isReadOnly,
      readOnlyReason,
      dataVersion: this.#version.now,
      noteVersion: this.#noteVersion,
      events: Number(events ?? 0),
      files: Number(files ?? 0),
      logFiles: Number(logFiles ?? 0),
      refusedFiles: Number(refusedFiles ?? 0),
      firstEventMicros: typeof first === 'number' ? first : null,
      lastEventMicros: typeof last === 'number' ? last : null,
      sources: this.#sources,
      isImportUnfinished: unfinished === '1' && !this.evidence.isRunning,
      isWatching: manifest.isWatching,
      notices: [
        ...(this.evidence.isOutdated ? [outdatedNotice(isReadOnly)] : []),
        ...this.folder.notices,
        ...(this.notes.notice === null ? [] : [this.notes.notice]),
      ],
    };
  }

  /** True while nothing should be imported by itself: work is running, or an import was cut off and waits for the person. */
  async isBusy(): Promise<boolean> {
    return this.evidence.isRunning || (await this.info()).isImportUnfinished;
  }

  /** The mark of every file in the ledger, by path; see `fileMark`. */
  async knownMarks(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.pool.rows(
      sql`SELECT path, size_bytes::DOUBLE, epoch_us(modified_at)::DOUBLE FROM trail.main.files
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
    const info = await this.info();
    if (!this.#isClosed) this.#onChange(info);
  }

  /** Gives everything back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#watcher?.stop();
    await this.#notes?.close();
    this.values.close();
    this.paths.close();
    await this.search.close();
    await Promise.all([this.pool.close(), this.cursors.close(), this.console.close()]);
    this.database.close();
    await this.folder.close();
    await this.#work.remove();
  }

  /** Removes what is only of use to this process, without waiting for anything. */
  leave(): void {
    this.#work.removeNow();
  }

  /** Stops following the sources, so that no new job begins. */
  async stopWatching(): Promise<void> {
    await this.#watcher?.stop();
  }

  get #sources(): string[] {
    return this.folder.manifest.sources.map((source) => source.path);
  }

  async #openNotes(): Promise<void> {
    this.#notes = await Notes.open({
      path: this.folder.annotations,
      isReadOnly: this.folder.isReadOnly,
      instance: this.database.instance,
      pool: this.pool,
      cursors: this.cursors,
      dataVersion: () => this.#version.now,
      noteVersion: () => this.#noteVersion,
      onChange: () => this.#notesChanged(),
    });
  }

  /** Remembered answers about notes are forgotten, and the page hears that its questions about notes have new answers. */
  #notesChanged(): void {
    if (!this.#areNotesAsked) return;
    this.#areNotesAsked = false;
    this.counts.forget((question) => question.includes('"note.'));
    void this.cursors.forget((query) => query.includes(askedAlias));
    this.search.forget(usesNotes);
    this.#noteVersion += 1;
    this.#unwaited(this.tell());
  }

  async #changed(): Promise<void> {
    await this.#notes?.follow();
    if (!this.#isClosed) await this.tell();
  }

  /** Closing breaks off what nobody waits for; any other failure of it is one of the engine. */
  #unwaited(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (!this.#isClosed) throw error;
    });
  }
}

/** The error for calls that need an open workspace. */
export const noWorkspace = (): AppError =>
  new AppError('no-workspace', 'No workspace is open. Open one, or open an archive to make one.');
