import { mkdtemp, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../shared/bridge/errors.ts';
import type { WorkspaceInfo } from '../../shared/contract/workspace.ts';
import { openDatabase, type Database } from './db/open.ts';
import { Pool } from './db/pool.ts';
import { sql } from './db/sql.ts';
import { importSources, setMeta, settle, type ImportSummary } from './ingest/run.ts';
import type { JobContext } from './jobs/registry.ts';
import { asPatternError } from './query/pattern-error.ts';
import { createConsole, type SqlConsole } from './query/console.ts';
import { Cursors } from './query/cursors.ts';
import { Counts } from './query/events.ts';
import { openWorkspaceFolder, type OpenFolderOptions, type WorkspaceFolder } from './workspace/session.ts';

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
  #isImporting = false;

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
      isImportUnfinished: unfinished === '1' && !this.#isImporting,
      notices: [...this.folder.notices],
    };
  }

  /** Imports sources as the work of a job; answers the result in words. Errors: `busy`, `workspace-locked`, `cancelled`. */
  async import(
    sources: readonly string[],
    workerUrl: URL,
    job: JobContext,
    onReaderError: (error: unknown) => void,
  ): Promise<string> {
    this.#isImporting = true;
    let doneBefore = 0;
    try {
      await this.folder.journal.append('import.started', { sources });
      const summary = await importSources({
        database: this.database,
        sources,
        workerUrl,
        signal: job.signal,
        onReaderError,
        report: {
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
        },
      });
      await this.folder.journal.append('import.finished', { ...summary });
      return inWords(summary);
    } catch (error) {
      await this.folder.journal.append('import.stopped', {
        reason: error instanceof Error ? error.message : '',
      });
      throw error;
    } finally {
      this.#isImporting = false;
      await this.#changed();
    }
  }

  /** True while an import runs. */
  get isImporting(): boolean {
    return this.#isImporting;
  }

  /** Gives everything back. */
  async close(): Promise<void> {
    await Promise.all([this.pool.close(), this.cursors.close(), this.console.close()]);
    this.database.close();
    await this.folder.close();
    if (this.#temp) await rm(this.#temp, { recursive: true, force: true });
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
  if (summary.refusedFiles > 0) parts.push(`${count(summary.refusedFiles, 'file')} could not be read`);
  if (summary.skippedFiles > 0) parts.push(`${count(summary.skippedFiles, 'file')} of other kinds`);
  return parts.join(', ');
}

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

/** The error for calls that need an open workspace. */
export const noWorkspace = (): AppError =>
  new AppError('no-workspace', 'No workspace is open. Open one, or open an archive to make one.');
