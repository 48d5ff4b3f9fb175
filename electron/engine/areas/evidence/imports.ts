import { AppError } from '../../../../shared/bridge/errors.ts';
import { busy, type Reading } from '../../evidence-work.ts';
import type { Assignment } from '../../file-accounts.ts';
import type { Investigation } from '../../investigation.ts';
import type { JobRegistry } from '../../jobs/registry.ts';
import type { Logger } from '../../log.ts';
import { sql } from '../../db/sql.ts';
import { number, text } from '../../db/rows.ts';
import { fileMark, SourceWatcher, type WatchTiming } from './watching/source-watcher.ts';
import { watchingPart } from './watching/watching-part.ts';

/** Everything that changes which evidence a workspace holds, as jobs; one at a time. */
export interface Imports {
  /** Starts an import of sources and answers the job's id. Errors: `busy`, those of `assertWritable`. */
  start(investigation: Investigation, sources: readonly string[]): string;
  /** Starts to take a source out and answers the job's id. Errors: `busy`, those of `assertWritable`, `not-found`. */
  remove(investigation: Investigation, path: string): string;
  /** Starts to assign an account to files and answers the job's id. Errors: `busy`, `workspace-locked`. */
  assign(investigation: Investigation, assignment: Assignment): string;
  /** Starts to read again what holds no events and answers the job's id. Errors: `busy`, those of `assertWritable`. */
  readCompanions(investigation: Investigation): string;
  /** Follows the sources from now on, or no longer, and remembers it. Errors: those of `assertWritable`. */
  watch(investigation: Investigation, isOn: boolean): Promise<void>;
  /** Follows the sources of a workspace just opened, if it was told to, and reads columns again that an earlier version wrote. */
  resume(investigation: Investigation): void;
}

interface ImportsOptions {
  readonly jobs: JobRegistry;
  readonly logger: Logger;
  readonly workerUrl: URL;
  readonly watching: WatchTiming | null;
}

/** Follows the sources of a workspace and imports what is new in them. */
function watcherOf(
  investigation: Investigation,
  { jobs, logger }: ImportsOptions,
  reading: Omit<Reading, 'job'>,
  timing: WatchTiming,
): SourceWatcher {
  return new SourceWatcher({
    sources: () => investigation.folder.manifest.sources.map((source) => source.path),
    known: () => knownMarks(investigation),
    isBusy: () => investigation.isBusy(),
    startImport: (only) => {
      if (investigation.evidence.isRunning) return false;
      jobs.start({
        kind: 'import',
        title: 'Import of new files',
        run: (job) => investigation.evidence.importNew(only, { ...reading, job }),
      });
      return true;
    },
    onFailure: (error) => logger.warn({ err: error }, 'the sources could not be looked at'),
    timing,
  });
}

/** Makes the starter of imports. Without `watching` no sources are followed: a single command is over too soon. */
export function createImports(options: ImportsOptions): Imports {
  const { jobs, logger, workerUrl, watching } = options;
  const reading = { workerUrl, onReaderError };
  function onReaderError(error: unknown): void {
    logger.error({ err: error }, 'a reader thread failed');
  }

  const follow = (investigation: Investigation): void => {
    if (!watching) return;
    investigation.part(watchingPart).set(watcherOf(investigation, options, reading, watching));
  };

  return {
    start: (investigation, sources) => {
      assertFree(investigation);
      return jobs.start({
        kind: 'import',
        run: (job) => investigation.evidence.import(sources, { ...reading, job }),
      });
    },
    remove: (investigation, path) => {
      assertFree(investigation);
      if (!investigation.folder.manifest.sources.some((source) => source.path === path)) {
        throw new AppError(
          'not-found',
          'This is not a source of the workspace. It may have been removed already.',
        );
      }
      return jobs.start({
        kind: 'remove-source',
        run: (job) => investigation.evidence.removeSource(path, job),
      });
    },
    assign: (investigation, assignment) => {
      assertFree(investigation);
      return jobs.start({
        kind: 'assign-account',
        run: (job) => investigation.evidence.assignAccount(assignment, job),
      });
    },
    readCompanions: (investigation) => {
      assertFree(investigation);
      return jobs.start({
        kind: 'read-companions',
        run: (job) => investigation.evidence.readCompanions({ ...reading, job }),
      });
    },
    watch: async (investigation, isOn) => {
      await investigation.folder.setWatching(isOn);
      await investigation.folder.journal.append(isOn ? 'watch.started' : 'watch.ended');
      if (isOn) follow(investigation);
      else investigation.part(watchingPart).set(undefined);
      await investigation.tell();
    },
    resume: (investigation) => {
      const { evidence } = investigation;
      const { isReadOnly, manifest } = investigation.folder;
      // A single command has both done before the first change that it makes.
      if (watching && evidence.isOutdated && !isReadOnly) {
        jobs.start({ kind: 'derive-again', run: (job) => evidence.deriveAgain(job) });
      } else if (evidence.areTablesOutdated && (watching || isReadOnly)) {
        jobs.start({ kind: 'make-tables', run: (job) => evidence.makeTables(job) });
      }
      if (manifest.isWatching && !isReadOnly) follow(investigation);
    },
  };
}

function assertFree(investigation: Investigation): void {
  investigation.folder.assertWritable();
  if (investigation.evidence.isRunning) throw busy();
}

/** The mark of every file in the ledger, by path; see `fileMark`. */
async function knownMarks({ pool }: Investigation): Promise<ReadonlyMap<string, string>> {
  const rows = await pool.reader('background').read(
    sql`SELECT path, size_bytes::DOUBLE AS size, epoch_us(modified_at)::DOUBLE AS modified FROM trail.main.files
        WHERE member_of IS NULL AND modified_at IS NOT NULL ORDER BY id`,
    { path: text, size: number, modified: number },
  );
  return new Map(rows.map(({ path, size, modified }) => [path, fileMark(size, modified)]));
}
