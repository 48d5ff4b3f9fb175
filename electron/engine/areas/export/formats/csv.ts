import type { Cell } from '../../../../../shared/table/cell.ts';
import { csvCell, csvText, looksLikeFormula } from '../../../../../shared/table/csv.ts';
import type { Tally } from '../tally.ts';

/** A column of a text table; numbers are never taken for formulas. */
export interface TextColumn {
  readonly name: string;
  readonly isNumber: boolean;
}

/** Rows of cells as they come. */
export type CellBatches = AsyncIterable<readonly (readonly Cell[])[]>;

/** CSV after RFC 4180 with a header, in UTF-8: a piece a batch. Cells a spreadsheet would run get an apostrophe. */
export async function* csvPieces(
  columns: readonly TextColumn[],
  batches: CellBatches,
  tally: Tally,
): AsyncGenerator<string> {
  yield `${columns.map(({ name }) => csvText(name)).join(',')}\r\n`;
  const cellText = (cell: Cell, column: number): string => {
    const isNumber = columns[column]?.isNumber ?? false;
    if (!isNumber && typeof cell === 'string' && looksLikeFormula(cell)) tally.guardedCells += 1;
    return csvCell(cell, isNumber);
  };
  for await (const rows of batches) {
    yield rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
    tally.rows += rows.length;
  }
}
