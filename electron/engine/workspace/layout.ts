import { join } from 'node:path';
import { mebibyte } from '../disk/bounds.ts';

/** What a workspace folder's name ends with. */
export const workspaceExtension = '.trailglass';

/** What an entry of a workspace folder is. */
export interface LayoutEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
  /** What it holds, for sentences: “… are not shown”. */
  readonly holds: string;
  /** The most bytes it may have; none where only parts of it are read. */
  readonly mostBytes?: number;
  /** Without it the workspace cannot be opened; of the database, unless it is being rebuilt. */
  readonly need?: 'always' | 'database';
}

/**
 * Everything that Trailglass reads or writes in a workspace folder. Files that are parsed whole are small, because what a
 * JSON text unpacks to is up to fifteen times as large; the notes are read line by line.
 */
export const layoutEntries = {
  manifest: {
    name: 'workspace.json',
    kind: 'file',
    holds: 'the title and the sources',
    mostBytes: 16 * mebibyte,
    need: 'always',
  },
  /** Derived from the evidence; may be deleted and rebuilt. */
  database: { name: 'events.duckdb', kind: 'file', holds: 'the events', need: 'database' },
  databaseLog: { name: 'events.duckdb.wal', kind: 'file', holds: 'the events', need: 'database' },
  databaseCheckpoint: {
    name: 'events.duckdb.wal.checkpoint',
    kind: 'file',
    holds: 'the events',
    need: 'database',
  },
  databaseRecovery: {
    name: 'events.duckdb.wal.recovery',
    kind: 'file',
    holds: 'the events',
    need: 'database',
  },
  databaseTemp: { name: 'events.duckdb.tmp', kind: 'folder', holds: 'the events', need: 'database' },
  saved: { name: 'saved.json', kind: 'file', holds: 'saved queries and views', mostBytes: 16 * mebibyte },
  state: { name: 'state.json', kind: 'file', holds: 'what was last on screen', mostBytes: 8 * mebibyte },
  sqlHistory: {
    name: 'sql-history.jsonl',
    kind: 'file',
    holds: 'earlier SQL runs',
    mostBytes: 32 * mebibyte,
  },
  annotations: { name: 'annotations.jsonl', kind: 'file', holds: 'notes', mostBytes: 256 * mebibyte },
  /** What people decided about the evidence, such as the account of a file. */
  work: { name: 'work.jsonl', kind: 'file', holds: 'decisions about files', mostBytes: 64 * mebibyte },
  /** Only its end is read, and one that grew beyond 64 MiB is kept under another name. */
  journal: { name: 'journal.jsonl', kind: 'file', holds: 'entries of the journal' },
  lock: { name: 'lock', kind: 'file', holds: 'who has the workspace open', mostBytes: mebibyte },
  /** Lists of names and ranges that people gave, by their hashes. */
  references: { name: 'references', kind: 'folder', holds: 'names and ranges' },
  /** For exports of people. */
  exports: { name: 'exports', kind: 'folder', holds: 'exports' },
  /** What DuckDB spills and stages, in a folder of its own for every opening. */
  temp: { name: 'tmp', kind: 'folder', holds: 'temporary files' },
} as const satisfies Readonly<Record<string, LayoutEntry>>;

/** An entry by its name in the code. */
export type EntryKey = keyof typeof layoutEntries;

/** All entries. */
export const entryKeys = Object.keys(layoutEntries) as readonly EntryKey[];

/** The files and folders of a workspace, as absolute paths. */
export type WorkspaceLayout = { readonly root: string } & Readonly<Record<EntryKey, string>>;

/** Where everything is inside the workspace folder `root`. */
export function workspaceLayout(root: string): WorkspaceLayout {
  const paths = entryKeys.map((key) => [key, join(root, layoutEntries[key].name)] as const);
  return { root, ...(Object.fromEntries(paths) as Record<EntryKey, string>) };
}
