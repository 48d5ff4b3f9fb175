import type { EventExportFormat } from '../../../shared/contract/export.ts';
import { formatCount, plural } from '../../kit/format.ts';

/** A format as the dialog offers it. */
export interface FormatChoice {
  readonly name: string;
  readonly help: string;
}

/** What each format is called and good for. */
export const formatChoices: Readonly<Record<EventExportFormat, FormatChoice>> = {
  csv: { name: 'CSV', help: 'The columns, ISO times. Would-be formulas get an apostrophe.' },
  jsonl: { name: 'JSON lines', help: 'The exact text of each record, one a line.' },
  records: {
    name: 'CloudTrail log file',
    help: 'The exact texts, {"Records":[…]} under gzip as delivered.',
  },
  parquet: { name: 'Parquet', help: 'The columns with their types, for DuckDB and notebooks.' },
  xlsx: { name: 'Excel workbook', help: 'The columns. Text stays text, nothing in it runs.' },
  'event-history': {
    name: 'Event history CSV',
    help: 'The 16 columns of the download from the CloudTrail console.',
  },
};

/** What each format is called and good for when it holds the rows of a statement. */
export const resultChoices = {
  csv: { name: 'CSV', help: 'Every digit. Would-be formulas get an apostrophe.' },
  jsonl: { name: 'JSON lines', help: 'An object a row, nested values as such.' },
  parquet: { name: 'Parquet', help: 'The columns with their types, for DuckDB and notebooks.' },
} as const satisfies Partial<Record<EventExportFormat, FormatChoice>>;

const sheetRows = 1_048_575;

/** What a workbook will lose or spread, before it is written; empty when nothing. */
export function workbookLimits(rows: number): string {
  const cut = 'Excel holds 32,767 characters a cell; longer ones are cut, with a note, and counted.';
  const sheets = Math.ceil(rows / sheetRows);
  if (sheets <= 1) return cut;
  return `Excel holds 1,048,576 lines a sheet: ${plural(rows, 'event')} go onto ${formatCount(sheets)} sheets. ${cut}`;
}
