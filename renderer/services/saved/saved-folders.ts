import type { SavedItem } from '../../../shared/contract/saved.ts';

/** Items under one heading. */
export interface SavedGroup {
  /** Empty for items in no folder. */
  readonly folder: string;
  readonly items: readonly SavedItem[];
}

const byName = (one: string, other: string): number => one.localeCompare(other, 'en');

/** Items in no folder first, then folder by folder; in each the starred ones first, then by name. */
export function inFolders(items: readonly SavedItem[]): readonly SavedGroup[] {
  const folders = [...new Set(['', ...items.map(({ folder }) => folder)])].sort(byName);
  return folders
    .map((folder) => ({
      folder,
      items: items
        .filter((item) => item.folder === folder)
        .sort(
          (one, other) => Number(other.isStarred) - Number(one.isStarred) || byName(one.name, other.name),
        ),
    }))
    .filter((group) => group.items.length > 0);
}
