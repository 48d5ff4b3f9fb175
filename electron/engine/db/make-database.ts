import { dirname, join } from 'node:path';
import { AppError } from '../../../shared/bridge/errors.ts';
import { disk } from '../disk/calls.ts';
import { lookIfAny } from '../disk/entry.ts';
import { syncFolder } from '../disk/folders.ts';
import type { DerivedShape } from './derived-shape.ts';
import { openDatabase } from './open.ts';

/**
 * Makes an empty workspace database at `path`, where none is: in the folder `staging` on the same disk, and moved to its place
 * when it is whole, so that a full disk or a kill never leaves half a one there. Errors: `disk-full` and DuckDB's own.
 */
export async function makeDatabase(
  path: string,
  { spill, staging }: { readonly spill: string; readonly staging: string },
  derived: readonly DerivedShape[],
): Promise<void> {
  const draft = join(staging, 'new.duckdb');
  const made = await openDatabase({
    path: draft,
    tempDirectory: spill,
    exportDirectory: staging,
    derived,
  });
  made.close();
  // Closing tells of no failure; a log that stays says that the file beside it is not whole.
  if (await lookIfAny(`${draft}.wal`)) throw notWhole();
  await disk.rename(draft, path);
  await syncFolder(dirname(path));
}

const notWhole = (): AppError =>
  new AppError(
    'disk-full',
    'There is no space left to make the database. Free some space on that disk and try again.',
  );
