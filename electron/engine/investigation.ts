import { tmpdir } from 'node:os';
import { AppError } from '../../shared/bridge/errors.ts';
import type { WorkspaceInfo } from '../../shared/contract/workspaces.ts';
import { asDiskError, isDiskError } from './disk/disk-error.ts';
import { lookIfAny } from './disk/entry.ts';
import { asDamage } from './db/damage.ts';
import { makeDatabase } from './db/make-database.ts';
import { openDatabase, type Database } from './db/open.ts';
import { followAssignments } from './file-accounts.ts';
import { Pool } from './db/pool.ts';
import { count, textOrNull } from './db/rows.ts';
import { raw, sql } from './db/sql.ts';
import { isLogFileSql } from './ingest/load/counts.ts';
import {
  finishLeftovers,
  hasFormerColumns,
  noDatabase,
  outdatedNotice,
  tablesNotice,
} from './earlier-runs.ts';
import { EvidenceVersion } from './evidence-version.ts';
import { EvidenceWork } from './evidence-work.ts';
import { classColumns } from './ask/class-columns.ts';
import { asPatternError } from './ask/pattern-error.ts';
import { spanItems, spanShape } from './ask/span.ts';
import { Counts } from './ask/counts.ts';
import { requestKeyValues } from './ask/request-keys.ts';
import { Cursors } from './ask/cursors.ts';
import { Folds } from './ask/folds.ts';
import { Stretches } from './ask/stretches.ts';
import { RecordSearch } from './ask/search/record-search.ts';
import { LocalArchive, type LocalAnswers } from './archive/local.ts';
import type { Archive } from './archive/archive.ts';
import { KeptAnswers } from './archive/kept-answers.ts';
import type { StatementLimits, Stuck } from './db/statement-guard.ts';
import { shapeOf, type DerivedTable } from './derive/derived-table.ts';
import { BackgroundWork } from './derive/background-work.ts';
import { DerivedTables } from './derive/derived-tables.ts';
import { Versions } from './derive/versions.ts';
import type { Part, PartContext, PartState } from './part.ts';
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
  /** What areas answer about a question. */
  readonly answers: LocalAnswers;
  /** What areas keep while a workspace is open, in the order in which they are opened. */
  readonly parts: readonly Part<PartState>[];
  /** The tables that follow from the evidence. */
  readonly derived: readonly DerivedTable[];
}

/** What opening found of the evidence. */
interface EvidenceState {
  readonly derived: DerivedTables;
  readonly evidence: EvidenceVersion;
  /** Some columns follow the rules of an earlier version of Trailglass. */
  readonly isOutdated: boolean;
}

/** An open workspace: its folder, its database, and what queries need. */
export class Investigation {
  readonly folder: WorkspaceFolder;
  readonly database: Database;
  readonly pool: Pool;
  readonly cursors: Cursors;
  readonly folds: Folds;
  readonly #stretches: Stretches;
  readonly counts: Counts;
  readonly search: RecordSearch;
  readonly versions: Versions;
  readonly archive: Archive;
  readonly evidence: EvidenceWork;
  readonly derived: DerivedTables;
  readonly background: BackgroundWork;
  readonly #kept: KeptAnswers;
  readonly #parts = new Map<Part<PartState>, PartState>();
  readonly #work: WorkFolder;
  readonly #onChange: (info: WorkspaceInfo) => void;
  #isClosed = false;

  private constructor(
    folder: WorkspaceFolder,
    database: Database,
    { derived, evidence, isOutdated }: EvidenceState,
    work: WorkFolder,
    options: OpenInvestigation,
  ) {
    const { instance } = database;
    this.#onChange = options.onChange;
    this.folder = folder;
    this.database = database;
    this.#work = work;
    const versions = new Versions(() => evidence.now);
    const explain = (error: unknown): unknown =>
      asPatternError(error) ?? asDiskError(error, 'what this question needs');
    const pool = new Pool(instance, { explain });
    const counts = new Counts(pool, derived, versions);
    const cursors = new Cursors(instance, versions);
    const stretches = new Stretches(instance, pool, versions);
    const folds = new Folds(instance, versions);
    const search = new RecordSearch({
      ...{ instance, pool, counts, versions },
      covered: () => derived.covered(requestKeyValues.name),
    });
    this.versions = versions;
    this.pool = pool;
    this.counts = counts;
    this.cursors = cursors;
    this.folds = folds;
    this.#stretches = stretches;
    this.search = search;
    this.#kept = new KeptAnswers(versions);
    this.archive = new LocalArchive(
      { pool, cursors, folds, stretches, counts, search, derived, kept: this.#kept },
      options.answers,
    );
    this.derived = derived;
    this.background = new BackgroundWork({
      ...{ instance, tables: derived.background },
      onFailure: (error) => this.#unwaited(resting(error)),
    });
    this.evidence = new EvidenceWork({
      ...{ folder, database, derived, version: evidence, isOutdated, background: this.background },
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
    const shapes = options.derived.map(shapeOf);
    try {
      work = await makeWorkFolder(isReadOnly ? tmpdir() : layout.temp);
      if (!(await lookIfAny(layout.database))) {
        if (isReadOnly) throw noDatabase();
        await makeDatabase(layout.database, work, shapes);
      }
      database = await openDatabase({
        path: layout.database,
        tempDirectory: work.spill,
        exportDirectory: work.staging,
        derived: shapes,
        isReadOnly,
        computed: classColumns(),
        onStuck: options.onStuck,
      });
      const derived = await DerivedTables.open(database, options.derived);
      if (!isReadOnly) {
        await finishLeftovers(database, derived, options.rebuild ?? false);
        await followAssignments({ database, derived, folder });
      }
      const state = {
        derived,
        evidence: await EvidenceVersion.read(database.instance),
        isOutdated: await hasFormerColumns(database),
      };
      const investigation = new Investigation(folder, database, state, work, options);
      await investigation.#openParts(options);
      if (!isReadOnly) investigation.background.start();
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

  /** Has the parts make what a call with these parameters asks for. Errors: `cancelled`. */
  async before(params: unknown, signal: AbortSignal): Promise<void> {
    for (const state of this.#parts.values()) await state.before?.(params, signal);
  }

  /** What an area keeps of this workspace. Errors: a plain one for a part that was not opened. */
  part<State extends PartState>(part: Part<State>): State {
    const state = this.#parts.get(part);
    if (!state) throw new Error(`The workspace was opened without ${part.name}`);
    return state as State;
  }

  /** The workspace as it is now. */
  async info(): Promise<WorkspaceInfo> {
    const { manifest, path, isReadOnly, readOnlyReason } = this.folder;
    const { now } = this.versions;
    const { first_at, last_at, unfinished, ...counts } = await this.pool.reader('count').one(
      sql`SELECT (SELECT count(*) FROM trail.main.event_columns)::DOUBLE AS events, first_at, last_at,
            (SELECT count(*) FROM trail.main.files)::DOUBLE AS files,
            (SELECT count(*) FROM trail.main.files WHERE ${raw(isLogFileSql)})::DOUBLE AS "logFiles",
            (SELECT count(*) FROM trail.main.files WHERE status = 'refused')::DOUBLE AS "refusedFiles",
            (SELECT max(value) FROM trail.main.meta WHERE key = 'import-unfinished') AS unfinished
          FROM (SELECT ${spanItems} FROM trail.main.event_columns)`,
      {
        events: count,
        ...spanShape,
        files: count,
        logFiles: count,
        refusedFiles: count,
        unfinished: textOrNull,
      },
    );
    return {
      id: manifest.id,
      title: manifest.title,
      path,
      createdAt: manifest.createdAt,
      isReadOnly,
      readOnlyReason,
      versions: { events: now.events, files: now.files },
      ...counts,
      firstEventMicros: first_at,
      lastEventMicros: last_at,
      sources: this.#sources,
      isImportUnfinished: unfinished === '1' && !this.evidence.isRunning,
      isWatching: manifest.isWatching,
      isSample: manifest.isSample,
      notices: [
        ...(this.evidence.isOutdated ? [outdatedNotice(isReadOnly)] : []),
        ...(this.evidence.areTablesOutdated && !this.evidence.isRunning ? [tablesNotice] : []),
        ...this.folder.notices,
        ...[...this.#parts.values()].flatMap(({ notice }) => notice ?? []),
      ],
    };
  }

  /** True while nothing should be imported by itself: work is running, or an import was cut off and waits for the person. */
  async isBusy(): Promise<boolean> {
    return this.evidence.isRunning || (await this.info()).isImportUnfinished;
  }

  /** Tells the watchers of the workspace how it is now. */
  async tell(): Promise<void> {
    const info = await this.info();
    if (!this.#isClosed) this.#onChange(info);
  }

  /** Begins no more work by itself. */
  async rest(): Promise<void> {
    for (const state of this.#parts.values()) await state.rest?.();
    await this.background.end();
  }

  /** Gives everything back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.background.end();
    for (const state of [...this.#parts.values()].reverse()) await state.close?.();
    await this.#kept.close();
    await this.search.close();
    await this.counts.close();
    const kept = [this.cursors, this.folds, this.#stretches];
    await Promise.all([this.pool, ...kept].map((each) => each.close()));
    this.database.close();
    await this.folder.close();
    await this.#work.remove();
  }

  /** Removes what is only of use to this process, without waiting for anything. */
  leave(): void {
    this.#work.removeNow();
  }

  get #sources(): string[] {
    return this.folder.manifest.sources.map((source) => source.path);
  }

  async #openParts({ parts, onStuck, statementLimits }: OpenInvestigation): Promise<void> {
    const { folder, pool, cursors, folds, search, versions } = this;
    const context: PartContext = {
      ...{ folder, pool, cursors, folds, search, versions, onStuck, statementLimits },
      instance: this.database.instance,
    };
    for (const part of parts) this.#parts.set(part, await part.open(context));
  }

  async #changed(): Promise<void> {
    for (const state of this.#parts.values()) await state.follow?.();
    if (!this.#isClosed) await this.tell();
  }

  /** Closing breaks off what nobody waits for; any other failure of it is one of the engine. */
  #unwaited(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (!this.#isClosed) throw error;
    });
  }
}

/** A disk that is full or fails ends what nobody waits for, and is told of to whoever writes or reads next. */
async function resting(error: unknown): Promise<void> {
  if (!isDiskError(asDiskError(error, 'the tables')) && !asDamage(error)) throw error;
}

/** The error for calls that need an open workspace. */
export const noWorkspace = (): AppError =>
  new AppError('no-workspace', 'No workspace is open. Open one, or open an archive to make one.');
