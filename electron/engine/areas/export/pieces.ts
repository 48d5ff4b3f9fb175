import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cell } from '../../../../shared/table/cell.ts';
import type { EventsExported, Exported, ResultExported } from '../../../../shared/contract/export.ts';
import { fieldNamed, isComposedField } from '../../../../shared/fields/catalogue.ts';
import { timeText } from '../../../../shared/words/time-text.ts';
import { join, raw, sql, sqlText, type Sql } from '../../db/sql.ts';
import { cellOf, orderBy } from '../../ask/event-rows.ts';
import { unanswered, whereOf } from '../../ask/question.ts';
import { composedCell } from '../../ask/sentences.ts';
import { eventBatches, type Batches } from './batches.ts';
import { csvPieces, type CellBatches, type TextColumn } from './formats/csv.ts';
import { historyColumns, historyItems, historyRow } from './formats/event-history.ts';
import { copyOf, parquetItem, parquetPieces } from './formats/parquet.ts';
import { gzipped, recordLines, recordsDocument, type Piece } from './formats/records.ts';
import { withComposed } from './composed-columns.ts';
import { copyStatement, objectLines, statementRows, wholeCell } from './statement.ts';
import type { Tally } from './tally.ts';
import { workbookPieces } from './xlsx/workbook.ts';

/** What the making of a file works with. */
export interface Making {
  /** On a snapshot; see `inSnapshot`. */
  readonly connection: DuckDBConnection;
  /** The only folder DuckDB may write to. */
  readonly stagingFolder: string;
  readonly signal: AbortSignal;
  readonly tally: Tally;
  /** Told how many rows there are as soon as that is known. */
  readonly onTotal: (rows: number) => void;
}

/** The file's content, piece by piece, while it is made. Reading it to the end makes `tally` complete. */
export const piecesOf = (what: Exported, making: Making): AsyncIterable<Piece> =>
  what.kind === 'events' ? eventPieces(what, making) : resultPieces(what, making);

function eventPieces(what: EventsExported, making: Making): AsyncIterable<Piece> {
  const { tally } = making;
  switch (what.format) {
    case 'csv':
      return csvPieces(textColumns(what.columns), fieldCells(what, making), tally);
    case 'xlsx':
      return workbookPieces(what.columns, fieldCells(what, making), tally);
    case 'event-history':
      return csvPieces(historyColumns, mapped(rowsOf(what, making, historyItems), historyRow), tally);
    case 'jsonl':
      return recordLines(recordRows(what, making), tally);
    case 'records':
      return gzipped(recordsDocument(recordRows(what, making), tally));
    case 'parquet':
      return parquetPieces(making.stagingFolder, (path) => copyEvents(what, making, path), tally);
  }
}

async function copyEvents(
  { question, sort, columns }: EventsExported,
  { connection, signal }: Making,
  path: string,
): Promise<{ readonly rowsChanged: number }> {
  const where = whereOf(unanswered(question));
  const composed = columns.filter(isComposedField);
  const from =
    composed.length === 0
      ? raw('trail.main.event_columns')
      : await withComposed(connection, { names: composed, where }, signal);
  const items = join(columns.map(parquetItem), ', ');
  const copy = copyOf(sql`SELECT ${items} FROM ${from} WHERE ${where} ORDER BY ${orderBy(sort)}`, path);
  return connection.run(sqlText(copy), [...copy.values]);
}

async function* resultPieces(what: ResultExported, making: Making): AsyncGenerator<Piece> {
  const { connection, signal, tally, stagingFolder } = making;
  if (what.format === 'parquet') {
    yield* parquetPieces(stagingFolder, (path) => copyStatement(connection, what, path), tally);
    return;
  }
  const rows = await statementRows(connection, what, signal);
  making.onTotal(rows.total);
  if (what.format === 'jsonl') yield* objectLines(rows, tally);
  else
    yield* csvPieces(
      rows.columns,
      mapped(rows.batches, (row) => row),
      tally,
    );
}

const textColumns = (names: readonly string[]): TextColumn[] =>
  names.map((name) => ({ name, isNumber: fieldNamed(name)?.type === 'number' }));

/** The chosen columns, times as ISO text. */
function fieldCells(what: EventsExported, making: Making): CellBatches {
  const isTime = what.columns.map((name) => fieldNamed(name)?.type === 'time');
  const rows = rowsOf(what, making, join(what.columns.map(cellOf), ', '));
  return mapped(rows, (row) =>
    row.map((cell, at) =>
      isTime[at] && typeof cell === 'number' ? timeText(cell) : composedCell(what.columns[at] ?? '', cell),
    ),
  );
}

/** What `recordOf` reads of each record. */
const recordRows = (what: EventsExported, making: Making): Batches =>
  rowsOf(
    what,
    making,
    raw(
      `raw, completeness, (e.file_id, e.ordinal) IN (SELECT file_id, ordinal FROM trail.main.exact_bytes) AS differs`,
    ),
    true,
  );

function rowsOf(
  { question, sort, columns }: EventsExported,
  { connection, signal }: Making,
  items: Sql,
  isRaw = false,
): Batches {
  const isLong =
    isRaw || columns.some((name) => isComposedField(name) || (fieldNamed(name)?.type ?? 'json') === 'json');
  const [first] = sort;
  const isNearStored = first === undefined || first.field === 'eventTime';
  return eventBatches(
    connection,
    {
      items,
      where: whereOf(unanswered(question)),
      orderBy: orderBy(sort),
      isInWindows: isLong && isNearStored,
    },
    signal,
  );
}

/** Rows as cells of text, numbers and booleans, changed. */
async function* mapped(
  batches: Batches,
  change: (row: readonly Cell[]) => readonly Cell[],
): AsyncGenerator<readonly (readonly Cell[])[]> {
  for await (const rows of batches) yield rows.map((row) => change(row.map(wholeCell)));
}
