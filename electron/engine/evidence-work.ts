import { AppError } from '../../shared/bridge/errors.ts';
import { plural } from '../../shared/words/counted.ts';
import { importInWords, removalInWords, type ImportCounts } from '../../shared/table/import-words.ts';
import { asDamage } from './db/damage.ts';
import { throwIfAborted } from './db/pool.ts';
import type { Database } from './db/open.ts';
import { asDiskError } from './disk/disk-error.ts';
import type { EvidenceVersion } from './evidence-version.ts';
import type { BackgroundWork } from './derive/background-work.ts';
import type { DerivedTables } from './derive/derived-tables.ts';
import { assignAccount, type Assignment } from './file-accounts.ts';
import { deriveAgain } from './ingest/load/derive-again.ts';
import { readCompanions } from './ingest/load/read-companions.ts';
import { removeSource } from './ingest/load/remove-source.ts';
import type { ImportReport } from './ingest/load/report.ts';
import { importSources } from './ingest/load/run.ts';
import type { JobContext } from './jobs/registry.ts';
import type { WorkspaceFolder } from './workspace/session.ts';

/** What an import needs besides what to import. */
export interface Reading {
  readonly workerUrl: URL;
  readonly job: JobContext;
  readonly onReaderError: (error: unknown) => void;
}

interface Parts {
  readonly folder: WorkspaceFolder;
  readonly database: Database;
  readonly derived: DerivedTables;
  /** Rests while anything else is done. */
  readonly background: BackgroundWork;
  readonly version: EvidenceVersion;
  /** Some columns follow the rules of an earlier version of Trailglass. */
  readonly isOutdated: boolean;
  readonly onCommit: () => void;
  readonly onEnd: () => Promise<void>;
}

/** What changes the evidence of an open workspace: one piece of work at a time, each as the work of a job. */
export class EvidenceWork {
  readonly #parts: Parts;
  readonly #waiting = new Set<() => void>();
  #isRunning = false;
  /** Outdated tables are being made, or will be before anything else is done. */
  #isMakingTables = false;
  #isOutdated: boolean;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#isOutdated = parts.isOutdated;
  }

  /** True while a piece of work runs. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Imports sources as the work of a job; answers the result in words. Errors: `busy`, `workspace-locked`, `cancelled`. */
  async import(sources: readonly string[], reading: Reading): Promise<string> {
    return this.#alone(async () => {
      await this.#bringUpToDate(reading.job);
      return importInWords(await this.#read(sources, reading));
    });
  }

  /** Imports only these files of the workspace's own sources; answers what came in words. Errors: as `import`. */
  async importNew(only: ReadonlySet<string>, reading: Reading): Promise<string> {
    return this.#alone(async () => {
      await this.#bringUpToDate(reading.job);
      const sources = this.#parts.folder.manifest.sources.map(({ path }) => path);
      return importInWords(await this.#read(sources, reading, only));
    });
  }

  /** Takes a source out as the work of a job; answers what left in words. Errors: `busy`, `cancelled`. */
  async removeSource(path: string, job: JobContext): Promise<string> {
    return this.#alone(async () => {
      await this.#bringUpToDate(job);
      const { folder, database, derived } = this.#parts;
      const remaining = folder.manifest.sources.flatMap((source) =>
        source.path === path ? [] : [source.path],
      );
      const removed = await removeSource({
        database,
        derived,
        path,
        remaining,
        signal: job.signal,
        report: this.#reportTo(job),
      });
      await folder.forgetSource(path);
      await folder.journal.append('source.removed', { path, ...removed });
      return removalInWords(path, removed);
    });
  }

  /** Assigns an account to files as the work of a job; answers what was done in words. Errors: `busy`, those of `assignAccount`. */
  async assignAccount(assignment: Assignment, job: JobContext): Promise<string> {
    const { folder, database, derived } = this.#parts;
    return this.#alone(() =>
      assignAccount({ folder, database, derived, report: this.#reportTo(job) }, assignment),
    );
  }

  /** Reads again what holds no events, as the work of a job; answers the result in words. Errors: `busy`, `cancelled`. */
  async readCompanions({ workerUrl, job, onReaderError }: Reading): Promise<string> {
    return this.#alone(async () => {
      const { database, folder } = this.#parts;
      const { signal } = job;
      const report = this.#reportTo(job);
      const files = await readCompanions({ database, workerUrl, signal, report, onReaderError });
      await folder.journal.append('companions.read', { files });
      report.committed();
      return `${plural(files, 'file')} ${files === 1 ? 'tells' : 'tell'} something and ${files === 1 ? 'holds' : 'hold'} no events.`;
    });
  }

  /** Changes what is known beside the events, such as names; everything that was answered from it is asked again. Errors: `busy`. */
  async changeBeside(work: () => Promise<void>): Promise<void> {
    await this.#alone(async () => {
      await work();
      return '';
    });
  }

  /** Ends with the next commit of the work that runs, or with the work. */
  nextCommit(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  /** True while some columns follow the rules of an earlier version of Trailglass. */
  get isOutdated(): boolean {
    return this.#isOutdated;
  }

  /** True while some derived tables are not as the rules of this version make them. */
  get areTablesOutdated(): boolean {
    return this.#parts.derived.isOutdated;
  }

  /** Reads outdated columns again as the work of a job; answers the result in words. Errors: `busy`, `cancelled`. */
  async deriveAgain(job: JobContext): Promise<string> {
    return this.#alone(async () => {
      const records = await this.#bringUpToDate(job);
      return `Columns of ${plural(records, 'record')} were read again by the rules of this version`;
    });
  }

  /** Makes outdated tables as the work of a job; answers the result in words. Errors: `busy`, `cancelled`. */
  async makeTables(job: JobContext): Promise<string> {
    // Nothing that is asked meanwhile could be answered from less, so the version stays; the file may not even be writable.
    return this.#exclusively(async () => {
      await this.#makeTables(job);
      return 'Tables were made from the events by the rules of this version';
    });
  }

  /** Waits while outdated tables are made: what is asked before would be answered from less. Errors: `cancelled`. */
  async tablesMade(signal: AbortSignal): Promise<void> {
    while (this.#isMakingTables) {
      await Promise.race([this.nextCommit(), aborted(signal)]);
      throwIfAborted(signal);
    }
  }

  /** What work that reads or removes files begins with; answers how many records were read again. */
  async #bringUpToDate(job: JobContext): Promise<number> {
    await this.#makeTables(job);
    return this.#deriveAgain(job);
  }

  async #makeTables(job: JobContext): Promise<void> {
    const { database, derived } = this.#parts;
    if (!derived.isOutdated) return;
    const connection = await database.instance.connect();
    try {
      await derived.make(connection, this.#reportTo(job), job.signal);
    } finally {
      this.#tablesAreDone();
      connection.closeSync();
    }
  }

  async #deriveAgain(job: JobContext): Promise<number> {
    if (!this.#isOutdated) return 0;
    const { database, derived, folder } = this.#parts;
    const { journal } = folder;
    await journal.append('columns.started');
    try {
      const records = await deriveAgain({
        database,
        derived,
        signal: job.signal,
        report: this.#reportTo(job),
      });
      this.#isOutdated = false;
      await journal.append('columns.finished', { records });
      return records;
    } catch (error) {
      await journal.append('columns.stopped', { reason: error instanceof Error ? error.message : '' });
      throw error;
    }
  }

  async #read(
    sources: readonly string[],
    { workerUrl, job, onReaderError }: Reading,
    only?: ReadonlySet<string>,
  ): Promise<ImportCounts> {
    const { database, derived, folder } = this.#parts;
    const { journal } = folder;
    await journal.append('import.started', { sources, ...(only ? { newFiles: only.size } : {}) });
    try {
      const summary = await importSources({
        database,
        derived,
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

  async #alone(work: () => Promise<string>): Promise<string> {
    const { version } = this.#parts;
    return this.#exclusively(async () => {
      try {
        await version.begin();
        return await work();
      } finally {
        await version.end();
      }
    });
  }

  async #exclusively(work: () => Promise<string>): Promise<string> {
    if (this.#isRunning) throw busy();
    this.#isRunning = true;
    this.#isMakingTables = this.areTablesOutdated;
    try {
      await this.#parts.background.pause();
      return await work();
    } catch (error) {
      throw asDamage(error) ?? asDiskError(error, 'the events');
    } finally {
      this.#isRunning = false;
      this.#parts.background.start();
      this.#tablesAreDone();
      await this.#parts.onEnd();
    }
  }

  #tablesAreDone(): void {
    this.#isMakingTables = false;
    this.#committed();
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
      committed: () => {
        this.#parts.version.step();
        this.#committed();
        this.#parts.onCommit();
      },
    };
  }

  #committed(): void {
    for (const told of this.#waiting) told();
    this.#waiting.clear();
  }
}

/** The error for work that cannot run beside other work on the evidence. */
export const busy = (): AppError =>
  new AppError('busy', 'An import or a removal is running already. Wait for it, or cancel it first.');

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
