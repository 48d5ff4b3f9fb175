const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `1,204,113`. */
export const formatCount = (count: number): string => grouped.format(count);

/** `1 event`, `1,204 events`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** Files of the evidence: all, those that are logs, and those that could not be read. The rest are of other kinds. */
export interface FileCounts {
  readonly files: number;
  readonly logFiles: number;
  readonly refusedFiles: number;
}

/** `55 log files`, `55 log files, 1 refused, 2 other files`. */
export function filesInWords({ files, logFiles, refusedFiles }: FileCounts): string {
  const others = files - logFiles - refusedFiles;
  return [
    plural(logFiles, 'log file'),
    ...(refusedFiles > 0 ? [`${formatCount(refusedFiles)} refused`] : []),
    ...(others > 0 ? [plural(others, 'other file')] : []),
  ].join(', ');
}
