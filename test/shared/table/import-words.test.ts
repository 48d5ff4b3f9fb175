import { expect, it } from 'vitest';
import { importInWords, type ImportCounts } from '../../../shared/table/import-words.ts';

const none: ImportCounts = {
  logFiles: 0,
  knownFiles: 0,
  sameContentFiles: 0,
  partialFiles: 0,
  refusedFiles: 0,
  otherFiles: 0,
  records: 0,
  events: 0,
  duplicates: 0,
  aggregated: 0,
  refusedRecords: 0,
};

it.each([
  [{}, 'Nothing new'],
  [{ knownFiles: 2 }, 'Nothing new; 2 files known already'],
  [{ logFiles: 1 }, '0 records from 1 log file'],
  [{ logFiles: 1, records: 1, events: 1 }, '1 record from 1 log file: 1 event'],
  [
    { logFiles: 55, otherFiles: 2, records: 2_900, events: 2_900 },
    '2,900 records from 55 log files: 2,900 events; 2 files of other kinds',
  ],
  [
    {
      logFiles: 3,
      sameContentFiles: 1,
      partialFiles: 1,
      refusedFiles: 1,
      records: 10,
      events: 5,
      duplicates: 2,
      aggregated: 1,
      refusedRecords: 2,
    },
    '10 records from 3 log files: 5 events, 2 duplicates merged, 1 aggregated counter, 2 records refused; ' +
      '1 file with the same content as another, 1 file read in part, 1 file refused',
  ],
])('%j is told as “%s”', (counts, words) => {
  expect(importInWords({ ...none, ...counts })).toBe(words);
});
