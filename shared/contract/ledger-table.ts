import type { Cell } from '../table/cell.ts';
import type { LedgerRow } from './evidence.ts';
import { timeText } from '../words/time-text.ts';

/** A column of the ledger as it leaves the application: its name, whether it holds numbers, and a line's cell. */
export interface LedgerColumn {
  readonly name: string;
  readonly isNumber?: boolean;
  readonly cell: (row: LedgerRow) => Cell;
}

const time = (micros: number | null): string | null => (micros === null ? null : timeText(micros));

/**
 * The ledger's columns in exports and on the command line. Of every line records = events + duplicates + aggregated +
 * refused; sizes and positions in bytes; times ISO 8601 in UTC.
 */
export const ledgerColumns: readonly LedgerColumn[] = [
  { name: 'path', cell: (row) => row.path },
  { name: 'status', cell: (row) => row.status },
  { name: 'kind', cell: (row) => row.kind },
  { name: 'kindLabel', cell: (row) => row.kindLabel },
  { name: 'reason', cell: (row) => row.reason },
  { name: 'position', isNumber: true, cell: (row) => row.positionBytes },
  { name: 'size', isNumber: true, cell: (row) => row.sizeBytes },
  { name: 'records', isNumber: true, cell: (row) => row.records },
  { name: 'events', isNumber: true, cell: (row) => row.events },
  { name: 'duplicates', isNumber: true, cell: (row) => row.duplicates },
  { name: 'aggregated', isNumber: true, cell: (row) => row.aggregated },
  { name: 'refused', isNumber: true, cell: (row) => row.refusedRecords },
  { name: 'firstEvent', cell: (row) => time(row.firstEventMicros) },
  { name: 'lastEvent', cell: (row) => time(row.lastEventMicros) },
  { name: 'sha256', cell: (row) => row.sha256 },
  { name: 'givenAccount', cell: (row) => row.givenAccount },
  { name: 'id', isNumber: true, cell: (row) => row.id },
  { name: 'memberOf', isNumber: true, cell: (row) => row.memberOf },
];
