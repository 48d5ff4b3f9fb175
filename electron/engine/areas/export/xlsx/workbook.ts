import { AppError } from '../../../../../shared/bridge/errors.ts';
import type { Cell } from '../../../../../shared/table/cell.ts';
import { zipped, type ZipMember } from '../../../zip.ts';
import type { CellBatches } from '../formats/csv.ts';
import type { Tally } from '../tally.ts';
import { cellXml, columnName } from './cells.ts';

/** The most lines of a sheet, the header among them. Source: Microsoft, “Excel specifications and limits”. */
const mostLines = 1_048_576;
/** A sheet's own text stays below the 4 GB of a member. */
const mostSheetCharacters = 1_000_000_000;
/** A zip archive without its 64-bit extension, which spreadsheet programs do not all read. Source: PKWARE, APPNOTE.TXT 4.4. */
const mostFileBytes = 0xffff_ffff;

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/package/2006/relationships';
const officeRelationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const contentTypes = 'http://schemas.openxmlformats.org/package/2006/content-types';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** How large a sheet and the whole file may grow; smaller only in tests. */
export interface SheetLimits {
  readonly lines: number;
  readonly characters: number;
  readonly fileBytes: number;
}

const usualLimits: SheetLimits = {
  lines: mostLines,
  characters: mostSheetCharacters,
  fileBytes: mostFileBytes,
};

/**
 * A workbook of the rows under a frozen header, streamed; a new sheet begins where one is full. Numbers and booleans are
 * such, all else is text. Errors: `file-unwritable` beyond 4 GB. Source: ECMA-376 Part 1, SpreadsheetML.
 */
export async function* workbookPieces(
  names: readonly string[],
  batches: CellBatches,
  tally: Tally,
  limits: SheetLimits = usualLimits,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of zipped(workbookMembers(names, new RowSource(batches), tally, limits))) {
    bytes += piece.length;
    if (bytes > limits.fileBytes) throw tooLarge();
    yield piece;
  }
}

async function* workbookMembers(
  names: readonly string[],
  rows: RowSource,
  tally: Tally,
  limits: SheetLimits,
): AsyncGenerator<ZipMember> {
  try {
    do {
      tally.sheets += 1;
      yield {
        name: `xl/worksheets/sheet${tally.sheets}.xml`,
        content: sheetPieces(names, rows, tally, limits),
      };
    } while (await rows.hasMore());
    const sheets = Array.from({ length: tally.sheets }, (_, at) => at + 1);
    yield { name: 'xl/workbook.xml', content: [workbookXml(sheets)] };
    yield { name: 'xl/_rels/workbook.xml.rels', content: [workbookRelations(sheets)] };
    yield { name: '_rels/.rels', content: [packageRelations] };
    yield { name: '[Content_Types].xml', content: [typesXml(sheets)] };
  } finally {
    await rows.close();
  }
}

async function* sheetPieces(
  names: readonly string[],
  rows: RowSource,
  tally: Tally,
  limits: SheetLimits,
): AsyncGenerator<string> {
  const letters = names.map((_name, place) => columnName(place));
  const line = (cells: readonly Cell[], number: number): string =>
    `<row r="${number}">${cells.map((cell, at) => cellXml(`${letters[at] ?? ''}${number}`, cell, tally)).join('')}</row>`;
  yield (
    `${head}<worksheet xmlns="${spreadsheet}">` +
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols><col min="1" max="${Math.max(1, names.length)}" width="24" customWidth="1"/></cols><sheetData>${line(names, 1)}`
  );
  let lines = 1;
  let characters = 0;
  while (lines < limits.lines && characters < limits.characters && (await rows.hasMore())) {
    const taken = rows.take(limits.lines - lines);
    const text = taken.map((row, at) => line(row, lines + at + 1)).join('');
    lines += taken.length;
    tally.rows += taken.length;
    characters += text.length;
    yield text;
  }
  yield '</sheetData></worksheet>';
}

/** Rows that can be taken a few at a time, across the batches they come in. */
class RowSource {
  readonly #batches: AsyncIterator<readonly (readonly Cell[])[]>;
  #batch: readonly (readonly Cell[])[] = [];
  #at = 0;
  #isOver = false;

  constructor(batches: CellBatches) {
    this.#batches = batches[Symbol.asyncIterator]();
  }

  async hasMore(): Promise<boolean> {
    while (!this.#isOver && this.#at >= this.#batch.length) {
      const next = await this.#batches.next();
      this.#isOver = next.done === true;
      this.#batch = next.done === true ? [] : next.value;
      this.#at = 0;
    }
    return !this.#isOver;
  }

  /** Rows of the batch at hand, `most` of them at most. */
  take(most: number): readonly (readonly Cell[])[] {
    const taken = this.#batch.slice(this.#at, this.#at + most);
    this.#at += taken.length;
    return taken;
  }

  async close(): Promise<void> {
    await this.#batches.return?.();
  }
}

const workbookXml = (sheets: readonly number[]): string =>
  `${head}<workbook xmlns="${spreadsheet}" xmlns:r="${officeRelationships}"><sheets>${sheets
    .map(
      (sheet) =>
        `<sheet name="${sheet === 1 ? 'Events' : `Events ${sheet}`}" sheetId="${sheet}" r:id="rId${sheet}"/>`,
    )
    .join('')}</sheets></workbook>`;

const workbookRelations = (sheets: readonly number[]): string =>
  `${head}<Relationships xmlns="${relationships}">${sheets
    .map(
      (sheet) =>
        `<Relationship Id="rId${sheet}" Type="${officeRelationships}/worksheet" Target="worksheets/sheet${sheet}.xml"/>`,
    )
    .join('')}</Relationships>`;

const packageRelations =
  `${head}<Relationships xmlns="${relationships}">` +
  `<Relationship Id="rId1" Type="${officeRelationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

const typesXml = (sheets: readonly number[]): string =>
  `${head}<Types xmlns="${contentTypes}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
  `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/>${sheets
    .map(
      (sheet) =>
        `<Override PartName="/xl/worksheets/sheet${sheet}.xml" ContentType="${sheetType}.worksheet+xml"/>`,
    )
    .join('')}</Types>`;

const tooLarge = (): AppError =>
  new AppError(
    'file-unwritable',
    'The workbook would be larger than 4 GB, which spreadsheet programs do not open. Export Parquet or CSV, choose fewer columns, or narrow the question.',
  );
