import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellXml, columnName } from '../../../../electron/engine/areas/export/xlsx/cells.ts';
import { workbookPieces, type SheetLimits } from '../../../../electron/engine/areas/export/xlsx/workbook.ts';
import { newTally, remarksOf } from '../../../../electron/engine/areas/export/tally.ts';
import type { Cell } from '../../../../shared/table/cell.ts';
import { tempFolder } from '../../../support/temp.ts';
import { sheetRows, unzipped } from './exporting.ts';

async function* inBatches(rows: readonly (readonly Cell[])[], size: number) {
  await Promise.resolve();
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}

const excelLimits: SheetLimits = { lines: 1_048_576, characters: 1_000_000_000, fileBytes: 0xffff_ffff };

async function workbook(rows: readonly (readonly Cell[])[], fewer: Partial<SheetLimits> = {}) {
  const tally = newTally();
  const chunks: Uint8Array[] = [];
  const limits = { ...excelLimits, ...fewer };
  for await (const piece of workbookPieces(['a', 'b'], inBatches(rows, 7), tally, limits)) chunks.push(piece);
  const path = join(tempFolder(), 'a.xlsx');
  writeFileSync(path, Buffer.concat(chunks));
  return { tally, members: await unzipped(path) };
}

const numbered = (count: number): Cell[][] => Array.from({ length: count }, (_, at) => [at, `row ${at}`]);

test('a new sheet begins where one is full, each under the header, and none is left out', async () => {
  const { tally, members } = await workbook(numbered(25), { lines: 11 });
  expect(tally).toMatchObject({ rows: 25, sheets: 3 });
  const sheets = [1, 2, 3].map((n) => sheetRows(members.get(`xl/worksheets/sheet${n}.xml`) ?? ''));
  expect(sheets.map((rows) => rows.length)).toEqual([11, 11, 6]);
  expect(sheets.map(([header]) => header)).toEqual([
    ['a', 'b'],
    ['a', 'b'],
    ['a', 'b'],
  ]);
  expect(sheets.flatMap(([, ...rows]) => rows)).toEqual(numbered(25).map((row) => row.map(String)));
  expect(members.get('xl/workbook.xml')).toMatch(/name="Events".*name="Events 2".*name="Events 3"/);
  expect(members.get('[Content_Types].xml')).toContain('sheet3.xml');
  expect(remarksOf(tally)).toEqual([
    'The rows stand on 3 sheets, because one holds 1,048,576 lines at most.',
  ]);
});

test('exactly full sheets are followed by no empty one; no rows make one sheet with a header', async () => {
  expect((await workbook(numbered(20), { lines: 11 })).tally.sheets).toBe(2);
  const { members, tally } = await workbook([]);
  expect(tally).toMatchObject({ rows: 0, sheets: 1 });
  expect(sheetRows(members.get('xl/worksheets/sheet1.xml') ?? '')).toEqual([['a', 'b']]);
});

test('a sheet whose text grows too long ends early', async () => {
  const { tally } = await workbook(numbered(100), { characters: 800 });
  expect(tally.rows).toBe(100);
  expect(tally.sheets).toBeGreaterThan(3);
});

test('a file beyond 4 GB is refused with what to do, and its rows are let go', async () => {
  let isClosed = false;
  const endless = (async function* () {
    try {
      for (;;) yield await Promise.resolve(Array.from({ length: 200 }, () => [Math.random(), 'more']));
    } finally {
      isClosed = true;
    }
  })();
  const reading = (async () => {
    for await (const piece of workbookPieces(['a', 'b'], endless, newTally(), {
      ...excelLimits,
      fileBytes: 1_000_000,
    }))
      expect(piece.length).toBeGreaterThan(0);
  })();
  await expect(reading).rejects.toMatchObject({
    code: 'file-unwritable',
    message: expect.stringMatching(/larger than 4 GB.*Export Parquet or CSV/) as string,
  });
  expect(isClosed).toBe(true);
});

test('a cell beyond 32,767 characters is cut without splitting a character, says so and is counted', () => {
  const tally = newTally();
  const long = `${'x'.repeat(32_736)}${'😀'.repeat(5_000)}`;
  const [[cell = ''] = []] = sheetRows(`<row r="1">${cellXml('A1', long, tally)}</row>`);
  expect(cell?.length).toBeLessThanOrEqual(32_767);
  expect(cell).toMatch(/… \(cut; 42,736 characters\)$/);
  expect(cell).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  cellXml('A1', 'x'.repeat(32_767), tally);
  expect(tally.cutCells).toBe(1);
  expect(remarksOf(tally)[0]).toMatch(/^1 cell longer than the 32,767 characters of XLSX is cut/);
});

test('any text comes back from a cell as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const [[cell] = []] = sheetRows(`<row r="1">${cellXml('A1', text, newTally())}</row>`);
      expect(cell).toBe(text);
    }),
    { examples: [['_x0041_'], ['_x005F_x0041_'], ['\ud800'], ['a\r\nb\u0000'], ['=1+1'], [' spaces ']] },
  );
});

test.each([
  [0, 'A'],
  [25, 'Z'],
  [26, 'AA'],
  [701, 'ZZ'],
  [702, 'AAA'],
])('column %i is %s', (place, name) => expect(columnName(place)).toBe(name));
