import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, removeFlatFolder } from '../disk/folders.ts';

/** Folders that DuckDB alone writes to while a workspace is open, made for one opening. */
export interface WorkFolder {
  /** For what does not fit into memory. */
  readonly spill: string;
  /** The only folder that a statement may write to. Nothing was in it when it was made, so no link leads out of it. */
  readonly staging: string;
  /** Removes the two folders and the files in them, and nothing else. */
  remove(): Promise<void>;
  /** The same without waiting, for a process that is about to be ended. */
  removeNow(): void;
}

/** What the folders of openings are called. */
export const workFolderName = /^(?:spill|staging)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Makes the folders of an opening inside `parent`, under names that nobody could know before. Errors: the system's. */
export async function makeWorkFolder(parent: string): Promise<WorkFolder> {
  const opening = randomUUID();
  const spill = join(parent, `spill-${opening}`);
  const staging = join(parent, `staging-${opening}`);
  await makeFolder(spill);
  await makeFolder(staging);
  return {
    spill,
    staging,
    remove: async () => {
      for (const folder of [spill, staging]) await removeFlatFolder(folder).catch(() => undefined);
    },
    removeNow: () => {
      for (const folder of [spill, staging]) rmSync(folder, { recursive: true, force: true });
    },
  };
}
