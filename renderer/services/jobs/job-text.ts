import type { Job } from '../../../shared/contract/jobs.ts';
import { formatBytes, formatCount, formatDuration } from '../../kit/format.ts';

/** `120,400 of 2,433,000 events`; bytes as sizes. */
export function jobAmount(job: Job): string {
  if (job.unit === '') return '';
  const show = job.unit === 'bytes' ? formatBytes : formatCount;
  const of = job.total > 0 ? ` of ${show(job.total)}` : '';
  return `${show(job.done)}${of}${job.unit === 'bytes' ? '' : ` ${job.unit}`}`;
}

/** `41,200 events/s`, empty while unknown. */
export function jobRate(job: Job): string {
  if (job.ratePerSecond <= 0) return '';
  return job.unit === 'bytes'
    ? `${formatBytes(job.ratePerSecond)}/s`
    : `${formatCount(job.ratePerSecond)} ${job.unit}/s`;
}

/** `2 min 13 s left`, empty while it cannot be told. */
export const jobRemaining = (job: Job): string =>
  job.remainingMs === null ? '' : `${formatDuration(Math.max(1_000, job.remainingMs))} left`;

const inWords = (name: string): string => name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** `42 of 112 files, 120,400 events`: what the job counted so far. `totalFiles` says how many `files` there are. */
export function jobCounts({ counts }: Job): string {
  const totalOf = (name: string): number | undefined =>
    counts[`total${name.charAt(0).toUpperCase()}${name.slice(1)}`];
  return Object.entries(counts)
    .filter(([name]) => !/^total[A-Z]/.test(name))
    .map(([name, count]) => {
      const total = totalOf(name);
      return `${formatCount(count)}${total === undefined ? '' : ` of ${formatCount(total)}`} ${inWords(name)}`;
    })
    .join(', ');
}

/** How a finished job ended. */
export function jobEnd(job: Job): string {
  if (job.state === 'failed') return job.error?.message ?? 'Failed';
  if (job.state === 'cancelled') return 'Cancelled';
  return job.result ?? 'Done';
}
