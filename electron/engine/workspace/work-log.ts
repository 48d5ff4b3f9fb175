import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { parseAs } from '../disk/json-text.ts';
import { LineFile, readLines } from '../disk/line-file.ts';
import { layoutEntries } from './layout.ts';
import { userName } from './user-name.ts';

const entrySchema = v.looseObject({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  at: v.pipe(v.string(), v.maxLength(40)),
  by: v.pipe(v.string(), v.maxLength(1_000)),
  kind: v.pipe(v.string(), v.maxLength(100)),
  key: v.pipe(v.string(), v.maxLength(10_000)),
  value: v.unknown(),
});

/**
 * A decision of a person: what `kind` of thing, about what (`key`), and the value, null when it was taken back. `at` is ISO
 * 8601 in UTC.
 */
export type WorkEntry = v.InferOutput<typeof entrySchema>;

/**
 * The decisions of people about a workspace, but for their notes: a line each, in work.jsonl, which only grows. Two copies of
 * a workspace are merged by the union of their lines by id; of several about the same thing the latest counts.
 */
export interface WorkLog {
  /** Said once at opening: lines that cannot be read were left out. */
  readonly notice: string | null;
  /** The latest decision about each thing of a kind, those taken back left out. */
  latest(kind: string): ReadonlyMap<string, WorkEntry>;
  /** Adds decisions, which are on the disk before this ends. Errors: `disk-full`, `not-writable`, `disk-failed`, `workspace-unsafe`. */
  add(kind: string, values: ReadonlyMap<string, string | null>): Promise<void>;
}

/** Opens the log at `path`, which is made with the first decision; null stands for one that is left out. */
export async function openWorkLog(path: string | null): Promise<WorkLog> {
  const entries = new Map<string, WorkEntry>();
  let unreadable = 0;
  if (path !== null) {
    for await (const { text } of readLines(path)) {
      const entry = parseAs(entrySchema, text);
      if (entry) entries.set(entry.id, entry);
      else unreadable += 1;
    }
  }
  const file = path === null ? null : new LineFile(path, { what: 'work.jsonl', ...limit });
  return {
    notice:
      unreadable === 0
        ? null
        : `${unreadable} ${unreadable === 1 ? 'line' : 'lines'} of work.jsonl cannot be read and ${unreadable === 1 ? 'is' : 'are'} passed over. The other decisions count.`,
    latest: (kind) => latest([...entries.values()].filter((entry) => entry.kind === kind)),
    add: async (kind, values) => {
      const at = new Date().toISOString();
      const by = userName();
      const added = [...values].map(([key, value]): WorkEntry => ({
        id: randomUUID(),
        at,
        by,
        kind,
        key,
        value,
      }));
      await file?.append(added.map((entry) => JSON.stringify(entry)));
      for (const entry of added) entries.set(entry.id, entry);
    },
  };
}

const limit = { mostBytes: layoutEntries.work.mostBytes };

/** By time, author and id, whatever the order of the lines: a merged file may hold them in any. */
function latest(entries: readonly WorkEntry[]): ReadonlyMap<string, WorkEntry> {
  const order = ({ at, by, id }: WorkEntry): string => JSON.stringify([at, by, id]);
  const found = new Map<string, WorkEntry>();
  for (const entry of entries) {
    const before = found.get(entry.key);
    if (!before || order(entry) > order(before)) found.set(entry.key, entry);
  }
  return new Map([...found].filter(([, { value }]) => value !== null));
}
