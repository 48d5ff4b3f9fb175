import { execFileSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { layoutEntries, type EntryKey, type LayoutEntry } from '../../electron/engine/workspace/layout.ts';

/** A folder that nothing may change, with a file and a folder in it. */
export interface Outside {
  readonly file: string;
  readonly folder: string;
  /** Everything in it: names, kinds, sizes, times to the nanosecond and bytes. */
  readonly told: () => string;
}

/** Makes the folder that links lead to. */
export function outsideIn(root: string): Outside {
  const place = join(root, 'outside');
  const folder = join(place, 'folder');
  mkdirSync(folder, { recursive: true });
  const file = join(place, 'canary.txt');
  writeFileSync(file, 'what is not ours\n');
  // Named like leftovers of ours, which are removed where they lie in a workspace.
  writeFileSync(join(folder, 'duckdb_temp_storage_DEFAULT-0.tmp'), 'not ours');
  writeFileSync(join(folder, 'saved.json.123456'), 'not ours');
  return { file, folder, told: () => tell(place) };
}

function tell(path: string): string {
  const found = lstatSync(path, { bigint: true });
  const own = `${path} ${found.mode} ${found.size} ${found.mtimeNs} ${found.nlink}`;
  if (found.isDirectory()) {
    return [own, ...readdirSync(path).map((name) => tell(join(path, name)))].join('\n');
  }
  return found.isFile() ? `${own} ${readFileSync(path, 'latin1')}` : own;
}

/** What stands in the place of an entry. */
export interface OddEntry {
  readonly name: string;
  readonly make: (path: string, outside: Outside, entry: LayoutEntry) => void | Promise<void>;
  readonly fits?: (entry: LayoutEntry) => boolean;
}

/** Everything that an entry must not be. */
export const oddEntries: readonly OddEntry[] = [
  { name: 'a link to a file', make: (path, { file }) => symlinkSync(file, path) },
  { name: 'a link to a folder', make: (path, { folder }) => symlinkSync(folder, path) },
  { name: 'a dangling link', make: (path, { folder }) => symlinkSync(join(folder, 'made'), path) },
  { name: 'a link to itself', make: (path) => symlinkSync(path, path) },
  { name: 'a link to a device that never ends', make: (path) => symlinkSync('/dev/zero', path) },
  { name: 'a pipe', make: (path) => void execFileSync('mkfifo', [path]) },
  { name: 'a socket', make: listen },
  {
    name: 'the other of file and folder',
    make: (path, _outside, { kind }) => (kind === 'file' ? mkdirSync(path) : writeFileSync(path, '')),
  },
  {
    name: 'a file beyond its limit',
    fits: ({ mostBytes }) => mostBytes !== undefined,
    make: (path, _outside, { mostBytes = 0 }) => {
      const file = openSync(path, 'w');
      ftruncateSync(file, mostBytes + 1);
      closeSync(file);
    },
  },
];

async function listen(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
}

/** A second name of a file outside. */
export const hardLink = (path: string, { file }: Outside): void => linkSync(file, path);

/** Every entry of the layout with everything it must not be. */
export const oddPlaces = (Object.keys(layoutEntries) as EntryKey[]).flatMap((key) =>
  oddEntries
    .filter(({ fits }) => fits?.(layoutEntries[key]) ?? true)
    .map((odd) => ({ key, what: `${layoutEntries[key].name} as ${odd.name}`, odd })),
);

/** Puts something odd in the place of an entry. */
export async function exchange(
  workspace: string,
  key: EntryKey,
  odd: Pick<OddEntry, 'make'>,
  outside: Outside,
): Promise<void> {
  const path = join(workspace, layoutEntries[key].name);
  rmSync(path, { recursive: true, force: true });
  await odd.make(path, outside, layoutEntries[key]);
}
