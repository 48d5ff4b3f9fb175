import { writeTrail } from './write-trail.ts';

const events = 25_000;
const seed = 7;

/** What is told while the logs of the sample investigation are written. */
export interface SampleProgress {
  readonly events: number;
  readonly totalEvents: number;
}

/** Writes the logs of the sample investigation into a folder, the same ones every time. */
export async function writeSample(
  folder: string,
  options: { readonly signal: AbortSignal; readonly onProgress: (progress: SampleProgress) => void },
): Promise<void> {
  await writeTrail({ events, seed }, folder, options);
}
