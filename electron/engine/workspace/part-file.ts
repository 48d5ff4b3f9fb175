import { randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import { lookIfAny } from '../disk/entry.ts';
import { namesIn, removePlainFile } from '../disk/folders.ts';
import { isProcessAlive } from './process-identity.ts';

const name = /^trailglass-export-(?:(\d{1,10})-)?[0-9a-f]{12}\.part$/;
const inUse = new Set<string>();

/** Parts of earlier versions name no process; this long after the last write theirs is gone. */
const namelessAgeMs = 3_600_000;

/** A new name in a folder for a file that is not whole yet. It says which process writes it. */
export function newPart(folder: string): string {
  const path = join(
    folder,
    `trailglass-export-${String(process.pid)}-${randomBytes(6).toString('hex')}.part`,
  );
  inUse.add(path);
  return path;
}

/** Tells that a part was put in its place or removed. */
export const endPart = (path: string): void => void inUse.delete(path);

/** Removes from a folder the parts of exports whose process is gone. What cannot be removed stays. */
export async function removeDeadParts(folder: string): Promise<void> {
  for (const found of await namesIn(folder).catch(() => [])) {
    const path = join(folder, found);
    if (name.test(found) && (await isDead(path))) await removePlainFile(path).catch(() => undefined);
  }
}

async function isDead(path: string): Promise<boolean> {
  const pid = name.exec(basename(path))?.[1];
  if (pid === undefined) {
    const found = await lookIfAny(path);
    return found !== null && Date.now() - Number(found.mtimeMs) > namelessAgeMs;
  }
  return Number(pid) === process.pid ? !inUse.has(path) : !isProcessAlive(Number(pid), null);
}
