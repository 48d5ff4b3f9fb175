import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isUtf8 } from 'node:buffer';
import { basename, join, sep } from 'node:path';
import { deliveryHints, type DeliveryHints } from '../../../../shared/cloudtrail/delivery-path.ts';
import { throwIfAborted } from '../../db/pool.ts';
import { shownName } from './file-names.ts';
import type { Kind } from '../record/kinds.ts';
import { limits } from '../bytes/limits.ts';
import { readingProblem } from '../bytes/read-file.ts';

/** A file of an archive, not opened yet. */
export interface FoundFile {
  /** Full path for showing and remembering, its names as `shownName` writes them. */
  readonly path: string;
  /** What to open: the path of the system, or its bytes where a name is not UTF-8. */
  readonly openPath: string | Uint8Array;
  readonly source: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly hints: DeliveryHints;
  /** What must be said of how it was found. */
  readonly remark: string | undefined;
}

/** Something of an archive that is not read, and why. */
export interface PassedOver {
  readonly path: string;
  readonly source: string;
  readonly status: 'refused' | 'skipped';
  readonly kind: Kind;
  readonly reason: string;
}

/** Everything below the paths a person opened. */
export interface Discovery {
  readonly files: readonly FoundFile[];
  readonly passedOver: readonly PassedOver[];
}

interface Walk {
  readonly source: string;
  readonly files: FoundFile[];
  readonly passedOver: PassedOver[];
  readonly visited: Set<string>;
  /** Where the opened paths really are. */
  readonly roots: readonly string[];
  readonly signal: AbortSignal | undefined;
  readonly onFile: (sizeBytes: number) => void;
  readonly onFolder: (path: string) => void;
  readonly pause: () => Promise<void> | undefined;
}

const turnMs = 10;

/**
 * Lets others have their turn now and then. Asking for one file at a time through the thread pool costs some thirty times
 * what the question itself costs.
 */
function pauses(): () => Promise<void> | undefined {
  let due = performance.now() + turnMs;
  return () => {
    if (performance.now() < due) return undefined;
    return nextTurn().then(() => {
      due = performance.now() + turnMs;
    });
  };
}

const joinBytes = (folder: string | Uint8Array, name: Buffer): Uint8Array =>
  Buffer.concat([typeof folder === 'string' ? Buffer.from(folder) : folder, Buffer.from('/'), name]);

/**
 * Lists all files below the given paths, folders in any depth, links followed once. The files come in the order they
 * were delivered, as far as names or modification times tell, because a database filled in time order answers range
 * questions several times faster.
 */
export async function discover(
  sources: readonly string[],
  options: {
    readonly signal?: AbortSignal;
    readonly onFile?: (sizeBytes: number) => void;
    readonly onFolder?: (path: string) => void;
  } = {},
): Promise<Discovery> {
  const files: FoundFile[] = [];
  const passedOver: PassedOver[] = [];
  const visited = new Set<string>();
  const pause = pauses();
  const roots = sources.flatMap(realPaths);
  for (const source of sources) {
    const walk: Walk = {
      source,
      files,
      passedOver,
      visited,
      roots,
      signal: options.signal,
      onFile: options.onFile ?? (() => undefined),
      onFolder: options.onFolder ?? (() => undefined),
      pause,
    };
    await visit(walk, source, source, 0);
  }
  const keyed = files.map((file) => ({ file, at: file.hints.deliveredMicros ?? file.modifiedMs * 1_000 }));
  keyed.sort((a, b) => a.at - b.at || (a.file.path < b.file.path ? -1 : a.file.path > b.file.path ? 1 : 0));
  return { files: keyed.map(({ file }) => file), passedOver };
}

/** Nothing for a path that is not there: the walk says so. */
function realPaths(source: string): readonly string[] {
  try {
    return [realpathSync(source)];
  } catch {
    return [];
  }
}

async function visit(walk: Walk, path: string, openPath: string | Uint8Array, depth: number): Promise<void> {
  throwIfAborted(walk.signal);
  const pass = (status: PassedOver['status'], kind: Kind, reason: string): void => {
    walk.passedOver.push({ path, source: walk.source, status, kind, reason });
  };
  const target = typeof openPath === 'string' ? openPath : Buffer.from(openPath);
  try {
    await walk.pause();
    const entry = lstatSync(target);
    const isLink = entry.isSymbolicLink();
    const found = isLink ? statSync(target) : entry;
    if (found.isDirectory()) {
      const real = realpathSync(target);
      if (walk.visited.has(real)) {
        pass('skipped', isLink ? 'link' : 'folder', 'It leads to a folder that is read already.');
        return;
      }
      const remark = isLink ? leadsOut(walk, real) : undefined;
      if (remark !== undefined) pass('skipped', 'link', remark);
      walk.visited.add(real);
      if (depth > limits.folderDepth) {
        pass('refused', 'folder', `Folders are nested more than ${limits.folderDepth} deep here.`);
        return;
      }
      walk.onFolder(path);
      await visitFolder(walk, path, openPath, depth, pass);
    } else if (found.isFile()) {
      const identity = `${found.dev}:${found.ino}`;
      if (walk.visited.has(identity) && (isLink || depth === 0 || found.nlink > 1)) {
        pass('skipped', 'link', 'It leads to a file that is read already.');
        return;
      }
      walk.visited.add(identity);
      walk.files.push({
        path,
        openPath,
        source: walk.source,
        sizeBytes: found.size,
        modifiedMs: found.mtimeMs,
        hints: deliveryHints(path.replaceAll('\\', '/')),
        remark: isLink ? leadsOut(walk, realpathSync(target)) : undefined,
      });
      walk.onFile(found.size);
    } else {
      pass('skipped', 'special', 'A device, pipe or socket is never opened.');
    }
  } catch (error) {
    throwIfAborted(walk.signal);
    pass('refused', 'unreadable', readingProblem(error));
  }
}

/** Links may lead anywhere on the machine: what is said of one that does. Links inside what was opened need no remark. */
function leadsOut(walk: Walk, real: string): string | undefined {
  const isInside = walk.roots.some((root) => real === root || real.startsWith(`${root}${sep}`));
  return isInside
    ? undefined
    : `A link that leads out of what was opened, to ${real}; what is there was read as part of it.`;
}

async function visitFolder(
  walk: Walk,
  path: string,
  openPath: string | Uint8Array,
  depth: number,
  pass: (status: PassedOver['status'], kind: Kind, reason: string) => void,
): Promise<void> {
  const target = typeof openPath === 'string' ? openPath : Buffer.from(openPath);
  const names = readdirSync(target, { encoding: 'buffer' });
  if (basename(path).endsWith('.trailglass') && names.some((name) => name.toString() === 'workspace.json')) {
    pass('skipped', 'folder', 'A Trailglass workspace is not evidence.');
    return;
  }
  names.sort((a, b) => Buffer.compare(a, b));
  for (const name of names) {
    const text = name.toString('utf8');
    await visit(
      walk,
      join(path, shownName(name)),
      isUtf8(name) && typeof openPath === 'string' ? join(openPath, text) : joinBytes(openPath, name),
      depth + 1,
    );
  }
}
