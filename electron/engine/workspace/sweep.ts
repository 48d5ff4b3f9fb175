import { basename, join } from 'node:path';
import { lookIfAny } from '../disk/entry.ts';
import { namesIn, removeFlatFolder, removePlainFile } from '../disk/folders.ts';
import { draftEnding } from '../disk/text-file.ts';
import { removeDeadParts } from './part-file.ts';
import { entryKeys, layoutEntries, type WorkspaceLayout } from './layout.ts';
import { workFolderName } from './work-folder.ts';

/** What earlier versions called their drafts: a number from write-file-atomic. */
const olderDraftEnding = /\.\d{1,10}$/;

const lockDraft = /^lock\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A lock that is being made or judged has another name for a moment. */
const lockDraftAgeMs = 600_000;

/** What DuckDB calls what it spills (1.5.5), which earlier versions let it put into `tmp` itself. */
const spilled = /^duckdb_temp_[\w.-]+$/;

/** What earlier versions had DuckDB write into `exports` on its way to another place. */
const olderStaged = /^\.staging-[0-9a-f-]{36}\.parquet$/;

const files = new Set<string>(
  entryKeys.flatMap((key) => (layoutEntries[key].kind === 'file' ? [layoutEntries[key].name] : [])),
);

/** True for a half-written file of ours beside its place. */
export function isDraft(name: string): boolean {
  return [draftEnding, olderDraftEnding].some(
    (ending) => ending.test(name) && files.has(name.replace(ending, '')),
  );
}

/**
 * Removes what killed programs left in a workspace whose lock is held: plain files and flat folders with names of ours.
 * Nothing else is touched, and what cannot be removed stays.
 */
export async function sweepLeftovers(layout: WorkspaceLayout): Promise<void> {
  await sweep(layout.root, async (path) => {
    const name = basename(path);
    if (isDraft(name) || (lockDraft.test(name) && (await isOld(path)))) await removePlainFile(path);
  });
  await sweep(layout.exports, async (path) => {
    if (olderStaged.test(basename(path))) await removePlainFile(path);
  });
  await removeDeadParts(layout.exports);
  await sweep(layout.temp, async (path) => {
    const name = basename(path);
    if (workFolderName.test(name)) await removeFlatFolder(path);
    if (spilled.test(name)) await removePlainFile(path);
  });
}

async function sweep(folder: string, remove: (path: string) => Promise<void>): Promise<void> {
  for (const name of await namesIn(folder)) {
    await remove(join(folder, name)).catch(() => undefined);
  }
}

async function isOld(path: string): Promise<boolean> {
  const found = await lookIfAny(path);
  return found !== null && Date.now() - Number(found.mtimeMs) > lockDraftAgeMs;
}
