import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { isCancelled } from '../../../../shared/bridge/errors.ts';
import type { Question } from '../../../../shared/contract/common.ts';
import type { Exported } from '../../../../shared/contract/export.ts';
import { isTimeBound, withoutTimeOf } from '../../../../shared/filter/time-bounds.ts';
import { plural } from '../../../../shared/words/counted.ts';
import { lengthOf } from '../../db/rows.ts';
import { sqlText } from '../../db/sql.ts';
import { asDiskError, isDiskError } from '../../disk/disk-error.ts';
import type { Investigation } from '../../investigation.ts';
import type { JobContext } from '../../jobs/registry.ts';
import { unanswered, whereOf } from '../../ask/question.ts';
import type { Journal } from '../../workspace/journal.ts';
import { aboutExport } from './about.ts';
import { evidenceDigest } from './evidence-digest.ts';
import type { Piece } from './formats/records.ts';
import { piecesOf } from './pieces.ts';
import type { ExportFacts, ExportRequest, ExportSummary } from './request.ts';
import { inSnapshot } from './snapshot.ts';
import { stageFile } from './staged-file.ts';
import { judgeTarget, type Target } from './target.ts';
import { newTally, remarksOf, type Tally } from './tally.ts';

/** Judges the place for an export. Errors: those of `judgeTarget`. */
export function exportTarget({ folder }: Investigation, path: string, isReplacing: boolean): Promise<Target> {
  return judgeTarget(path, {
    sources: folder.manifest.sources.map((source) => source.path),
    workspacePath: folder.path,
    exportsPath: folder.layout.exports,
    isReplacing,
  });
}

/**
 * Writes an export to its place as the work of a job and answers the result in words. A cancelled or failed one leaves no
 * file. Errors: `cancelled`, `file-exists`, `file-unwritable`, `disk-full`, `bad-pattern`, `filter-syntax`, and the
 * console's for a statement.
 */
export async function exportToFile(request: ExportRequest, target: Target, job: JobContext): Promise<string> {
  const { journal } = request.investigation.folder;
  const staged = await stageFile(target);
  const name = basename(target.path);
  try {
    job.phase(request.what.kind === 'events' ? 'Sorting' : 'Running the statement');
    const made = await makePieces(request, job, staged.write);
    const facts = await staged.commit((file) => aboutExport(request, { ...made, file: { name, ...file } }));
    const summary = summaryOf(made.tally);
    const remark = await noted(journal, 'export.finished', {
      file: target.path,
      ...journalled(request.what),
      rows: summary.rows,
      ...facts,
      evidence: made.facts.evidence.digest,
    });
    const written = `${rowsInWords(request.what, summary.rows)} written to ${target.path}.`;
    return [written, ...summary.remarks, ...remark].join(' ');
  } catch (error) {
    await staged.discard();
    await noted(journal, 'export.stopped', {
      file: target.path,
      ...journalled(request.what),
      reason: isCancelled(error) ? 'cancelled' : error instanceof Error ? error.message : '',
    });
    throw asDiskError(error, basename(target.path));
  }
}

/** Notes an export. The file may be whole on another disk although the workspace’s is full: then a remark says what is missing. */
async function noted(
  journal: Journal,
  what: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  try {
    await journal.append(what, detail);
    return [];
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return [`The journal of the workspace does not name this export: ${error.message}`];
  }
}

/** Writes an export piece by piece to somewhere else than a file. Errors: as `exportToFile`, and those of `write`. */
export async function exportToStream(
  request: ExportRequest,
  write: (piece: Piece) => Promise<void>,
  signal: AbortSignal,
): Promise<ExportSummary> {
  const nobody = { signal, phase: () => undefined, advance: () => undefined };
  const { tally, facts } = await makePieces(request, nobody, write);
  const summary = summaryOf(tally);
  const remark = await noted(request.investigation.folder.journal, 'export.finished', {
    file: '-',
    ...journalled(request.what),
    rows: summary.rows,
    evidence: facts.evidence.digest,
  });
  return { ...summary, remarks: [...summary.remarks, ...remark] };
}

/** A job, or as much of it as the making of a file needs. */
type Progress = Pick<JobContext, 'signal' | 'phase' | 'advance'>;

async function makePieces(
  { investigation, what }: ExportRequest,
  job: Progress,
  write: (piece: Piece) => Promise<void>,
): Promise<{ readonly facts: ExportFacts; readonly tally: Tally; readonly startedAt: Date }> {
  const startedAt = new Date();
  const tally = newTally();
  return inSnapshot(investigation.database.instance, job.signal, async (connection) => {
    const facts = await factsOf(connection, what);
    tally.withoutTime = facts.withoutTime;
    let total = facts.events;
    if (total !== null) job.phase('Writing', { total });
    let told = 0;
    const tell = (): void => {
      job.advance(tally.rows - told);
      told = tally.rows;
    };
    const onTotal = (rows: number): void => {
      total = rows;
      job.phase('Writing', { total });
    };
    const { stagingFolder } = investigation;
    for await (const piece of piecesOf(what, {
      connection,
      stagingFolder,
      signal: job.signal,
      tally,
      onTotal,
    })) {
      await write(piece);
      tell();
    }
    tell();
    if (total !== null && tally.rows !== total) throw wrongCount(tally.rows, total);
    return { facts, tally, startedAt };
  });
}

const allEvents = 'trail.main.event_columns';

async function factsOf(connection: DuckDBConnection, what: Exported): Promise<ExportFacts> {
  const count = (what: Question): Promise<number> => {
    const where = whereOf(unanswered(what));
    return lengthOf(connection, `${allEvents} WHERE ${sqlText(where)}`, where.values);
  };
  const isOverTime = what.kind === 'events' && isTimeBound(what.question);
  return {
    events: what.kind === 'events' ? await count(what.question) : null,
    withoutTime: isOverTime ? await count(withoutTimeOf(what.question)) : 0,
    eventsInWorkspace: await lengthOf(connection, allEvents),
    evidence: await evidenceDigest(connection),
  };
}

const wrongCount = (written: number, counted: number): Error =>
  new Error(`The export wrote ${written} rows of ${counted}`);

const summaryOf = (tally: Tally): ExportSummary => ({ rows: tally.rows, remarks: remarksOf(tally) });

const rowsInWords = (what: Exported, rows: number): string =>
  plural(rows, what.kind === 'events' ? 'event' : 'row');

const journalled = (what: Exported): Readonly<Record<string, unknown>> =>
  what.kind === 'sql'
    ? { format: what.format, sql: what.sql }
    : { format: what.format, question: what.question };
