import type { FileStatus, LedgerSummary } from '../../../shared/contract/evidence.ts';

/** A status in plain words. */
export const statusLabels: Readonly<Record<FileStatus, string>> = {
  accepted: 'Read',
  partial: 'Read in part',
  'same-content': 'Same content as another file',
  refused: 'Refused',
  skipped: 'Not a log',
};

/** Whether records = events + duplicates + aggregated + refused; `difference` is what is missing (or too much, when negative). */
export function addUp(summary: LedgerSummary): { readonly isExact: boolean; readonly difference: number } {
  const { records, events, duplicates, aggregated, refused } = summary;
  const difference = records - events - duplicates - aggregated - refused;
  return { isExact: difference === 0, difference };
}

/** All files of the ledger, whatever became of them. */
export const allFiles = (summary: LedgerSummary): number =>
  summary.statuses.reduce((sum, one) => sum + one.files, 0);
