import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '../../../shared/bridge/errors.ts';
import type { LedgerSummary, FileStatus } from '../../../shared/contract/evidence.ts';
import type { Job } from '../../../shared/contract/jobs.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { readFileList } from '../file-list.ts';
import type { Run } from '../run.ts';
import { safeJson, visible } from '../visible-text.ts';
import { dryRun } from './dry-run.ts';

/** What `import` was asked. */
export interface ImportRequest {
  readonly paths: readonly string[];
  /** A file with more paths; `-` for standard input. */
  readonly filesFrom: string | undefined;
  /** Needed for all but a dry run. */
  readonly workspace: string | undefined;
  readonly title: string | undefined;
  readonly isDryRun: boolean;
  readonly json: boolean;
}

/** What to import into a workspace that is open. */
export interface SourcesRequest {
  readonly workspace: string;
  /** Full paths; none for the workspace’s own sources again. */
  readonly sources: readonly string[];
  readonly json: boolean;
}

/** Imports archives into a workspace, which is made when it is not there; a dry run only tells what they hold. */
export async function importArchives(run: Run, request: ImportRequest): Promise<ExitCode> {
  const { workspace, isDryRun } = request;
  if (!isDryRun && workspace === undefined) {
    throw new AppError(
      'bad-params',
      'Name the workspace to import into with --workspace, or ask for a --dry-run.',
    );
  }
  const listed = request.filesFrom === undefined ? [] : await readFileList(request.filesFrom);
  const sources = [...new Set([...request.paths, ...listed].map((source) => resolve(source)))];
  for (const source of sources) {
    if (!existsSync(source)) {
      throw new AppError('evidence-unreadable', `There is nothing at ${source}. Check the path.`);
    }
  }
  if (workspace !== undefined) {
    await openOrMake(run, resolve(workspace), sources, request.title);
    return importSources(run, { workspace, sources, json: request.json });
  }
  if (sources.length === 0) throw new AppError('bad-params', 'Name at least one folder or file to look at.');
  return dryRun(run, { sources, json: request.json });
}

/** Imports sources into the open workspace and tells what came of it. Errors: those of the job. */
export async function importSources(run: Run, request: SourcesRequest): Promise<ExitCode> {
  const { session, signal, terminal } = run;
  const { sources } = request;
  const before = await session.call('ledger.summary', {}, { signal });
  const grants = sources.length > 0 ? sources.map((source) => session.grant(source)) : null;
  const { jobId } = await session.call('ingest.start', { grants });
  const job = await follow(run, jobId);
  terminal.endProgress();
  if (job.state === 'failed' && job.error) throw new AppError(job.error.code, job.error.message);
  const after = await session.call('ledger.summary', {});
  if (job.state === 'cancelled') {
    terminal.note(
      `Stopped. The workspace holds ${after.events} events of files that were read to their end; import again to continue.`,
    );
    return exitCodes.interrupted;
  }
  report(run, request, job, after);
  return verdict(run, request, before, after);
}

async function openOrMake(
  { session, terminal }: Run,
  path: string,
  sources: readonly string[],
  title: string | undefined,
): Promise<void> {
  if (existsSync(join(path, 'workspace.json'))) {
    const info = await session.engine.openWorkspaceAt({ path, lock: 'respect' });
    if (title !== undefined && title !== info.title) {
      terminal.note(`The workspace keeps its title “${info.title}”; --title only names new ones.`);
    }
    return;
  }
  if (sources.length === 0) {
    throw new AppError(
      'bad-params',
      `There is no workspace at ${path} yet. Name at least one folder or file to import.`,
    );
  }
  await session.engine.createWorkspaceAt({
    workspacePath: path,
    sourcePaths: sources,
    ...(title === undefined ? {} : { title }),
  });
}

/** Waits for a job to end and shows how far it is; a stopped run cancels it and still waits for its end. */
export function follow({ session, signal, terminal }: Run, jobId: string): Promise<Job> {
  const watching = new AbortController();
  const cancel = (): void => void session.call('jobs.cancel', { id: jobId });
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  return new Promise((resolveJob, reject) => {
    session
      .call(
        'jobs.watch',
        {},
        {
          signal: watching.signal,
          onProgress: (jobs) => {
            const job = jobs.find(({ id }) => id === jobId);
            if (!job) return;
            terminal.progress(progressLine(job));
            if (job.finishedAtMs === null) return;
            resolveJob(job);
            watching.abort();
          },
        },
      )
      .catch((error: unknown) => {
        if (!watching.signal.aborted) reject(error instanceof Error ? error : new Error(String(error)));
      });
  });
}

const wholeNumber = (value: number): string => Math.round(value).toLocaleString('en-US');

const amount = (value: number, unit: string): string =>
  unit === 'bytes' ? `${(value / 1_000_000).toFixed(1)} MB` : `${wholeNumber(value)} ${unit}`;

function progressLine(job: Job): string {
  const parts = [job.phase || 'starting'];
  if (job.total > 0) parts.push(`${Math.floor((job.done / job.total) * 100)} %`);
  if (job.done > 0) parts.push(amount(job.done, job.unit));
  if (job.ratePerSecond > 0) parts.push(`${amount(job.ratePerSecond, job.unit)}/s`);
  for (const [name, count] of Object.entries(job.counts)) parts.push(`${name} ${wholeNumber(count)}`);
  if (job.remainingMs !== null)
    parts.push(`about ${wholeNumber(Math.max(1, job.remainingMs / 1_000))} s left`);
  return parts.join(' · ');
}

function report(
  { terminal }: Run,
  { workspace, json }: SourcesRequest,
  job: Job,
  after: LedgerSummary,
): void {
  const path = resolve(workspace);
  if (json) {
    const files = Object.fromEntries(after.statuses.map(({ status, files: count }) => [status, count]));
    const { records, events, duplicates, aggregated, refused } = after;
    terminal.result(
      `${safeJson({ workspace: path, result: job.result, files, records, events, duplicates, aggregated, refused })}\n`,
    );
    return;
  }
  terminal.result(`Workspace  ${visible(path)}\nImported   ${visible(job.result ?? '')}\n`);
}

const filesWith = (ledger: LedgerSummary, status: FileStatus): number =>
  ledger.statuses.find((one) => one.status === status)?.files ?? 0;

function verdict(
  { terminal }: Run,
  request: SourcesRequest,
  before: LedgerSummary,
  after: LedgerSummary,
): ExitCode {
  const more = (status: FileStatus): number => filesWith(after, status) - filesWith(before, status);
  const refused = more('refused');
  const partial = more('partial');
  const files = (n: number): string => (n === 1 ? '1 file was' : `${n} files were`);
  if (refused > 0) {
    terminal.note(
      `${files(refused)} refused. To see why: trailglass ledger ${request.workspace} --status refused`,
    );
  }
  if (partial > 0) {
    terminal.note(
      `${files(partial)} read in part. To see what is missing: trailglass ledger ${request.workspace} --problems`,
    );
  }
  const read: readonly FileStatus[] = ['accepted', 'partial'];
  const isNothingNew = [...read, 'same-content' as const].every((status) => more(status) <= 0);
  const hadNothing = read.every((status) => filesWith(after, status) === 0);
  if (isNothingNew && (hadNothing || refused > 0 || more('skipped') > 0)) {
    terminal.note('No file was accepted.');
    return exitCodes.nothingImported;
  }
  return exitCodes.ok;
}
