import { AppError } from '../../../shared/bridge/errors.ts';
import type { Cell } from '../../../shared/table/cell.ts';
import { sampleInWords } from '../../../shared/sql/sample.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { withCaret } from '../caret-line.ts';
import type { Run } from '../run.ts';
import { rowWriter, type Format, type RowWriter } from '../tables.ts';

/** The most rows a statement may answer. */
export const maxQueryRows = 1_000_000;
const tableRows = 1_000;

const numberTypes = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|BIGNUM)$/;

/** Runs one read-only statement. */
export async function runQuery(
  { session, terminal, signal }: Run,
  request: {
    readonly workspace: string;
    readonly sql: string;
    readonly format: Format;
    readonly limit: number | undefined;
    readonly timeoutMs: number;
    /** The share of the events to ask; undefined for all of them. */
    readonly samplePercent: number | undefined;
  },
): Promise<ExitCode> {
  await session.engine.openWorkspaceAt({ path: request.workspace, lock: 'read-only' });
  let writer: RowWriter | undefined;
  const limit = request.limit ?? (request.format === 'table' ? tableRows : maxQueryRows);
  const result = await session
    .call(
      'sql.run',
      {
        ...{ sql: request.sql, limit, timeoutMs: Math.ceil(request.timeoutMs) },
        ...(request.samplePercent === undefined ? {} : { samplePercent: request.samplePercent }),
      },
      {
        signal,
        onProgress: (progress) => {
          if (progress.kind === 'percent') terminal.progress(`${Math.floor(progress.percent)} %`);
          else if (progress.kind === 'rows') {
            terminal.endProgress();
            writer?.rows(transposed(progress.columns));
          } else {
            const columns = progress.columns.map(({ name, type }) => ({
              name,
              isNumber: numberTypes.test(type),
            }));
            writer = rowWriter(request.format, columns, terminal.result);
          }
        },
      },
    )
    .catch((error: unknown) => {
      throw withPlace(error, request.sql);
    });
  terminal.endProgress();
  writer?.end();
  if (result.isTruncated) {
    terminal.note(
      `Only the first ${result.rows.toLocaleString('en-US')} rows are shown; --limit gives more, up to ${maxQueryRows.toLocaleString('en-US')}.`,
    );
  }
  if (request.samplePercent !== undefined) terminal.note(`This is ${sampleInWords(request.samplePercent)}.`);
  return exitCodes.ok;
}

const transposed = (columns: readonly (readonly Cell[])[]): Cell[][] =>
  Array.from({ length: columns[0]?.length ?? 0 }, (_, row) => columns.map((column) => column[row] ?? null));

function withPlace(error: unknown, sql: string): unknown {
  if (!(error instanceof AppError)) return error;
  const offset = error.detail?.['offset'];
  if (typeof offset !== 'number') return error;
  return new AppError(error.code, `${error.message}\n${withCaret(sql, offset)}`, { cause: error });
}
