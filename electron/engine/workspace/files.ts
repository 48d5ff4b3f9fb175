import { dirname } from 'node:path';
import { disk } from '../disk/calls.ts';
import { syncFolder } from '../disk/folders.ts';

/** Indented JSON with a final line end, for files people may read. */
export const readableJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** An instant as it stands in the names of files. */
const stampOf = (now: Date): string => now.toISOString().replaceAll(/[:.]/g, '-');

/** Moves an entry that cannot be used out of the way, keeping its bytes, and gives its new path. */
export async function setAside(path: string, label: string, now: Date = new Date()): Promise<string> {
  const target = `${path}.${label}-${stampOf(now)}`;
  await disk.rename(path, target);
  await syncFolder(dirname(path));
  return target;
}

/** Runs tasks one after the other, whatever order their callers wait in; a failed task does not stop the next. */
export function serialised(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const next = last.then(task, task);
    last = next.catch(() => undefined);
    return next;
  };
}
