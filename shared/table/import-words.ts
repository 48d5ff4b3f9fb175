import { plural } from '../words/counted.ts';

/** What an import brought, in numbers that add up: records = events + duplicates + aggregated + refusedRecords. */
export interface ImportCounts {
  /** Files of records, twins included; archives around them do not count. */
  readonly logFiles: number;
  /** Files that stood in the ledger already with this very content. */
  readonly knownFiles: number;
  /** New files whose content another file of the workspace has; part of `logFiles` unless they are archives. */
  readonly sameContentFiles: number;
  readonly partialFiles: number;
  readonly refusedFiles: number;
  /** Files that hold no CloudTrail records. */
  readonly otherFiles: number;
  /** Places where a record stands or should stand. */
  readonly records: number;
  /** Events the workspace did not have before. */
  readonly events: number;
  readonly duplicates: number;
  readonly aggregated: number;
  readonly refusedRecords: number;
}

/** The sentence after an import: `7 records from 2 log files: 5 events, 2 duplicates merged; 1 file refused`. */
export function importInWords(counts: ImportCounts): string {
  const files = filesInWords(counts);
  const records = recordsInWords(counts);
  return files === '' ? records : `${records}; ${files}`;
}

function recordsInWords(counts: ImportCounts): string {
  const { records, logFiles, events, duplicates, aggregated, refusedRecords } = counts;
  if (records === 0 && logFiles === 0) return 'Nothing new';
  const head = `${plural(records, 'record')} from ${plural(logFiles, 'log file')}`;
  if (records === 0) return head;
  const parts = [
    plural(events, 'event'),
    ...some(duplicates, `${plural(duplicates, 'duplicate')} merged`),
    ...some(aggregated, plural(aggregated, 'aggregated counter')),
    ...some(refusedRecords, `${plural(refusedRecords, 'record')} refused`),
  ];
  return `${head}: ${parts.join(', ')}`;
}

function filesInWords(counts: ImportCounts): string {
  const { knownFiles, sameContentFiles, partialFiles, refusedFiles, otherFiles } = counts;
  return [
    ...some(knownFiles, `${plural(knownFiles, 'file')} known already`),
    ...some(sameContentFiles, `${plural(sameContentFiles, 'file')} with the same content as another`),
    ...some(partialFiles, `${plural(partialFiles, 'file')} read in part`),
    ...some(refusedFiles, `${plural(refusedFiles, 'file')} refused`),
    ...some(otherFiles, `${plural(otherFiles, 'file')} of other kinds`),
  ].join(', ');
}

const some = (count: number, words: string): readonly string[] => (count > 0 ? [words] : []);

/** What taking a source out did, in words. */
export const removalInWords = (
  path: string,
  removed: { readonly files: number; readonly records: number; readonly events: number },
): string =>
  `Removed ${path}: ${plural(removed.files, 'file')}, ${plural(removed.records, 'record')}; ${plural(removed.events, 'event')} less`;
