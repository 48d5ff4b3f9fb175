import { makeFile, type TrailFile } from './make-file.ts';
import { resolveOptions, type TrailOptions } from './options.ts';
import { planTrail } from './plan.ts';
import type { TrailRecord } from './types.ts';

/** Makes an archive file by file, in memory. Throws an `AppError` with code `bad-params` for options out of range. */
export function* makeTrail(options: TrailOptions): Generator<TrailFile> {
  const plan = planTrail(resolveOptions(options));
  for (let index = 0; index < plan.files.length; index++) yield makeFile(plan, index);
}

/** All records of an archive as plain objects, in file order; for small archives only, since all are held at once. */
export function makeRecords(options: TrailOptions): TrailRecord[] {
  const records: TrailRecord[] = [];
  for (const file of makeTrail(options)) records.push(...file.records);
  return records;
}
