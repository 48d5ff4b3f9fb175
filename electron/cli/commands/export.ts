import { resolve } from 'node:path';
import { AppError } from '../../../shared/bridge/errors.ts';
import { wholeScope } from '../../../shared/contract/common.ts';
import {
  hasColumns,
  resultExportFormats,
  type EventExportFormat,
  type Exported,
  type ResultExportFormat,
} from '../../../shared/contract/export.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { withCaret } from '../caret-line.ts';
import type { Run } from '../run.ts';
import { rangeOf, type TimeFlags } from '../time-range.ts';
import { visible } from '../visible-text.ts';
import { columnsOf, filterWithLists, sortOf } from './events.ts';
import { follow } from './import.ts';

/** What `export` was asked. */
export interface ExportRequest {
  readonly workspace: string;
  readonly format: EventExportFormat;
  /** A path; `-` for standard output. */
  readonly output: string;
  readonly filter: string | undefined;
  /** Lists in files, as `--in` of `events` takes them. */
  readonly lists: readonly string[];
  readonly times: TimeFlags;
  readonly columns: string | undefined;
  readonly sort: string | undefined;
  /** A statement whose rows are written instead of events. */
  readonly sql: string | undefined;
  readonly isReplacing: boolean;
}

/** Formats that can go to standard output. */
const textFormats: readonly EventExportFormat[] = ['csv', 'jsonl', 'event-history'];

/** Writes all events of a filter, or all rows of a statement, to a file with a sidecar, or to standard output. */
export async function exportRows(run: Run, request: ExportRequest): Promise<ExitCode> {
  const { session, terminal } = run;
  const what = await exportedOf(request);
  if (request.output === '-' && !textFormats.includes(request.format)) {
    throw new AppError(
      'bad-params',
      `Only ${textFormats.join(', ')} can go to standard output. Name a file with --output.`,
    );
  }
  await session.engine.openWorkspaceAt({ path: request.workspace, lock: 'read-only' });
  try {
    return await (request.output === '-' ? toStandardOutput(run, what) : toFile(run, what, request));
  } catch (error) {
    terminal.endProgress();
    throw error instanceof AppError && what.kind === 'sql' ? withPlace(error, what.sql) : error;
  }
}

async function toFile(run: Run, what: Exported, { output, isReplacing }: ExportRequest): Promise<ExitCode> {
  const { session, terminal } = run;
  const { jobId } = await session
    .call('export.start', { what, grant: session.grant(resolve(output)), isReplacing })
    .catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'file-exists') throw error;
      throw new AppError('file-exists', `${error.message} On the command line --force says so.`);
    });
  const job = await follow(run, jobId);
  terminal.endProgress();
  if (job.state === 'failed' && job.error) {
    throw new AppError(job.error.code, job.error.message);
  }
  if (job.state === 'cancelled') {
    terminal.note('Stopped. No file was written.');
    return exitCodes.interrupted;
  }
  terminal.result(`${visible(job.result ?? '')}\n`);
  return exitCodes.ok;
}

async function toStandardOutput({ session, terminal, signal }: Run, what: Exported): Promise<ExitCode> {
  const write = (piece: string | Uint8Array): Promise<void> =>
    terminal.resultInTurn(terminal.isResultScreen ? shownLines(piece) : piece);
  const { rows, remarks } = await session.engine.exportTo(what, write, signal);
  terminal.note([`${rows.toLocaleString('en-US')} rows.`, ...remarks].join(' '));
  return exitCodes.ok;
}

/** On a screen control characters are shown, so that no record can steer the terminal. */
const shownLines = (piece: string | Uint8Array): string =>
  Buffer.from(piece).toString('utf8').split('\n').map(shownLine).join('\n');
const shownLine = (line: string): string => visible(line.replace(/\r$/, ''));

async function exportedOf({
  format,
  filter,
  lists,
  times,
  columns,
  sort,
  sql,
}: ExportRequest): Promise<Exported> {
  if (sql !== undefined) return { kind: 'sql', sql, arguments: [], format: resultFormat(format) };
  if (columns !== undefined && !hasColumns(format)) {
    throw new AppError('bad-params', `The format ${format} has its own columns; leave --columns out.`);
  }
  return {
    kind: 'events',
    question: {
      scope: { ...wholeScope, range: rangeOf(times) },
      filter: await filterWithLists(filter, lists),
    },
    sort: sortOf(sort ?? 'eventTime'),
    columns: columnsOf(columns),
    format,
  };
}

function resultFormat(format: EventExportFormat): ResultExportFormat {
  const found = resultExportFormats.find((one) => one === format);
  if (found) return found;
  throw new AppError(
    'bad-params',
    `The rows of a statement can be written as ${resultExportFormats.join(', ')}; ${format} is for events.`,
  );
}

function withPlace(error: AppError, sql: string): AppError {
  const offset = error.detail?.['offset'];
  if (typeof offset !== 'number') return error;
  return new AppError(error.code, `${error.message}\n${withCaret(sql, offset)}`);
}
