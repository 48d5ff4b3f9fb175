import { join } from 'node:path';
import { kindOf, lookIfAny } from '../disk/entry.ts';
import { namesIn } from '../disk/folders.ts';
import { layoutEntries } from './layout.ts';
import { isDraft } from './sweep.ts';

/** Folders that a workspace is made with; earlier versions made `staging` too, and all of them before workspace.json. */
const ownFolders: ReadonlySet<string> = new Set([
  layoutEntries.exports.name,
  layoutEntries.temp.name,
  'staging',
]);

/** True for a folder in which a workspace was begun and never finished. */
export const isUnfinished = async (folder: string): Promise<boolean> =>
  (await isFree(folder)) && (await namesIn(folder)).length > 0;

/**
 * True when a workspace can be made in a folder: it is empty, or holds nothing but what a making that was cut off leaves,
 * empty folders of ours and drafts.
 */
export async function isFree(folder: string): Promise<boolean> {
  let names: readonly string[];
  try {
    names = await namesIn(folder);
  } catch {
    return false;
  }
  for (const name of names) {
    const found = await lookIfAny(join(folder, name));
    const kind = found && kindOf(found);
    const isOwnFolder = kind === 'folder' && ownFolders.has(name);
    const isLeft = isOwnFolder ? (await namesIn(join(folder, name))).length === 0 : isDraft(name);
    if (!isLeft || (kind !== 'folder' && kind !== 'file')) return false;
  }
  return true;
}
