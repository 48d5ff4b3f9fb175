import type { HostClient } from '../../shared/contract/host.ts';
import type { Job } from '../../shared/contract/jobs.ts';

/** A smaller import says more of starting and ending than of its speed. */
const leastEvents = 10_000;
const leastMs = 1_000;

/** Events a second of an import that ran to its end; undefined where it is too small to tell, or no import. */
export function rateOf({ kind, state, counts, startedAtMs, finishedAtMs }: Job): number | undefined {
  const events = counts['events'] ?? 0;
  const tookMs = (finishedAtMs ?? startedAtMs) - startedAtMs;
  if (kind !== 'import' || state !== 'done' || events < leastEvents || tookMs < leastMs) return undefined;
  return (events * 1_000) / tookMs;
}

/** Remembers how fast an import was, to say of the next one how long it may take. */
export function keepRate(host: HostClient, job: Job): void {
  const importedPerSecond = rateOf(job);
  if (importedPerSecond === undefined) return;
  // Without it the next preview says no time: nothing that a person must hear of.
  host('host.saveSettings', { importedPerSecond }).catch(() => undefined);
}
