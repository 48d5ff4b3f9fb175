import type { Job } from '../../shared/contract/jobs.ts';
import { formatBytes, formatCount, formatDuration } from '../kit/format.ts';

/** `120,400 of 2,433,000 events`; bytes as sizes. */
export function jobAmount(job: Job): string {
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

/** `2,400,113 events, 3 refused`: what the job counted so far. */
export const jobCounts = (job: Job): string =>
  Object.entries(job.counts)
    .map(
      ([name, count]) => `${formatCount(count)} ${name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()}`,
    )
    .join(', ');

/** How a finished job ended. */
export function jobEnd(job: Job): string {
  if (job.state === 'failed') return job.error?.message ?? 'Failed';
  if (job.state === 'cancelled') return 'Cancelled';
  return job.result ?? 'Done';
}
