import { watch, type FSWatcher } from 'node:fs';

/**
 * How many folders are watched one by one. Linux gives a person 8,192 watches or more for all programs together
 * (inotify(7), max_user_watches); what is left out is found by looking again.
 */
const mostFolders = 4_096;

/** Tells that something happened below folders, not what: systems differ too much in that. */
export interface FolderEvents {
  /**
   * Watches these sources; `folders` are all folders below them. To be told again when folders came or went. True when
   * something is watched that was not before: what happened there until now went unnoticed.
   */
  follow(sources: readonly string[], folders: readonly string[]): boolean;
  close(): void;
}

/**
 * Watches with the system's own means. Linux has no recursive watch, and Node's stand-in watches every single file, which
 * takes more watches than a person has; so folders are watched one by one there. A folder that cannot be watched is left
 * out without a word: whoever listens must look again now and then anyway.
 */
export function folderEvents(
  onEvent: () => void,
  platform: NodeJS.Platform = process.platform,
): FolderEvents {
  const isRecursive = platform === 'darwin' || platform === 'win32';
  const watchers = new Map<string, FSWatcher>();
  const forget = (path: string): void => {
    watchers.get(path)?.close();
    watchers.delete(path);
  };
  const add = (path: string): boolean => {
    try {
      const watcher = watch(path, { recursive: isRecursive, persistent: false }, onEvent);
      watcher.on('error', () => forget(path));
      watchers.set(path, watcher);
      return true;
    } catch {
      // Gone, forbidden, or no watches left.
      return false;
    }
  };
  return {
    follow: (sources, folders) => {
      const wanted = new Set(isRecursive ? sources : [...sources, ...folders].slice(-mostFolders));
      for (const path of [...watchers.keys()]) if (!wanted.has(path)) forget(path);
      return [...wanted].filter((path) => !watchers.has(path) && add(path)).length > 0;
    },
    close: () => {
      for (const path of [...watchers.keys()]) forget(path);
    },
  };
}
