import { expect, test } from 'vitest';
import type { LedgerRow } from '../../../shared/contract/evidence.ts';
import { csvCell, csvText } from '../../../shared/table/csv.ts';
import { ledgerColumns } from '../../../shared/contract/ledger-table.ts';

const row: LedgerRow = {
  id: 7,
  path: '/e/x.zip!/=1+1.json',
  status: 'partial',
  kind: 's3-log',
  kindLabel: 'CloudTrail log file',
  reason: 'Broken JSON.',
  positionBytes: 12,
  sizeBytes: 800,
  sha256: null,
  records: 10,
  events: 4,
  duplicates: 3,
  aggregated: 2,
  refusedRecords: 1,
  memberOf: 3,
  givenAccount: null,
  depth: 1,
  members: 0,
  firstEventMicros: 1_741_000_000_000_000,
  lastEventMicros: null,
};

test('a ledger line has a cell for every fact, in plain units', () => {
  expect(Object.fromEntries(ledgerColumns.map(({ name, cell }) => [name, cell(row)]))).toEqual({
    path: '/e/x.zip!/=1+1.json',
    status: 'partial',
    kind: 's3-log',
    kindLabel: 'CloudTrail log file',
    reason: 'Broken JSON.',
    position: 12,
    size: 800,
    records: 10,
    events: 4,
    duplicates: 3,
    aggregated: 2,
    refused: 1,
    firstEvent: '2025-03-03T11:06:40Z',
    lastEvent: null,
    sha256: null,
    id: 7,
    givenAccount: null,
    memberOf: 3,
  });
});

test.each([
  ['=1+1', "'=1+1"],
  ['@x', "'@x"],
  ['a,"b"', '"a,""b"""'],
  ['plain', 'plain'],
  // Opened where the semicolon or the tab separates, the second half would be a cell of its own.
  ['x;=1+1', "x;'=1+1"],
  ['x;"=1+1"', `"x;""'=1+1"""`],
  ['x\t@y', "x\t'@y"],
  [
    'Mozilla/5.0 (compatible; +https://example.invalid)',
    'Mozilla/5.0 (compatible; +https://example.invalid)',
  ],
])('CSV text %j is written as %j', (text, written) => expect(csvText(text)).toBe(written));

test('a number that looks like a formula stays a number', () => {
  expect(csvCell(-5, true)).toBe('-5');
  expect(csvCell('-5', true)).toBe('-5');
  expect(csvCell('-5')).toBe("'-5");
  expect(csvCell(null)).toBe('');
});
