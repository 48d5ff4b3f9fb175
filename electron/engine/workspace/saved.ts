import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { AppError } from '../../../shared/bridge/errors.ts';
import type { ResultOf } from '../../../shared/bridge/contract.ts';
import {
  savedItemSchema,
  type NewSavedItem,
  type savedContract,
  type SavedItem,
} from '../../../shared/contract/saved.ts';
import { parseAs } from '../disk/json-text.ts';
import { readText, replaceText } from '../disk/text-file.ts';
import { readableJson, serialised, setAside } from './files.ts';
import { layoutEntries } from './layout.ts';

type Calls = typeof savedContract;

/** The saved queries and views of a workspace. Every change is on the disk before it is answered. */
export interface SavedStore {
  /** Said once at opening: the file was damaged and set aside, or holds entries of a newer version. */
  readonly notice: string | null;
  list(): readonly SavedItem[];
  add(item: NewSavedItem): Promise<SavedItem>;
  /** Errors: `not-found`. */
  update(item: SavedItem): Promise<SavedItem>;
  /** Errors: `not-found`. */
  remove(id: string): Promise<void>;
  /** Puts a removed item back as it was, in its place. Errors: `not-found` when it was not removed since opening. */
  restore(id: string): Promise<SavedItem>;
  /** The text of a query-set file with these items, all when null. Errors: `not-found`. */
  export(ids: readonly string[] | null): ResultOf<Calls['saved.export']>;
  /** Adds a query-set file's items. Errors: `bad-query-set`; then nothing was added. */
  import(text: string): Promise<ResultOf<Calls['saved.import']>>;
}

/** The most items a workspace keeps. */
const maxSavedItems = 10_000;
const { mostBytes } = layoutEntries.saved;

const format = 'trailglass-query-set';
const version = 2;

const fileSchema = v.looseObject({
  format: v.literal(format),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  items: v.array(v.record(v.string(), v.unknown())),
});
type SavedFile = v.InferOutput<typeof fileSchema>;

/** An entry as stored, with keys of other versions, and as this version reads it: null when it cannot. */
interface Entry {
  readonly stored: Readonly<Record<string, unknown>>;
  readonly item: SavedItem | null;
}

/** Opens saved.json; a damaged one is set aside under another name and told in `notice`. Without a path nothing is kept. */
export async function openSaved(
  path: string | null,
  options: { readonly isReadOnly: boolean },
): Promise<SavedStore> {
  const { file, notice } = await load(path, options.isReadOnly);
  let entries: readonly Entry[] = file.items.map(toEntry);
  const removed = new Map<string, { readonly entry: Entry; readonly at: number }>();
  const inTurn = serialised();

  const change = <Result>(
    edit: () => { readonly next: readonly Entry[]; readonly result: Result },
  ): Promise<Result> =>
    inTurn(async () => {
      if (options.isReadOnly || path === null) throw readOnly();
      const { next, result } = edit();
      if (next.length > maxSavedItems) throw tooMany();
      await replaceText(
        path,
        readableJson({
          ...file,
          format,
          version: Math.max(file.version, version),
          items: next.map((entry) => entry.stored),
        }),
        { what: 'saved.json', mostBytes },
      );
      entries = next;
      return result;
    });
  const place = (id: string): number => {
    const at = entries.findIndex((entry) => entry.item?.id === id);
    if (at < 0) throw missing();
    return at;
  };

  return {
    notice,
    list: () => items(entries),
    add: (item) =>
      change(() => {
        const entry = stamped(item, randomUUID());
        return { next: [...entries, entry], result: entry.item };
      }),
    update: (item) =>
      change(() => {
        const at = place(item.id);
        const before = entries[at];
        const updated: SavedItem = {
          ...item,
          createdAt: before?.item?.createdAt ?? item.createdAt,
          updatedAt: new Date().toISOString(),
        };
        const entry: Entry = { stored: { ...before?.stored, ...updated }, item: updated };
        return { next: entries.with(at, entry), result: updated };
      }),
    remove: (id) =>
      change(() => {
        const at = place(id);
        const entry = entries[at];
        if (entry) removed.set(id, { entry, at });
        return { next: entries.toSpliced(at, 1), result: undefined };
      }),
    restore: (id) =>
      change(() => {
        const present = entries.find((entry) => entry.item?.id === id)?.item;
        if (present) return { next: entries, result: present };
        const gone = removed.get(id);
        if (!gone?.entry.item) throw missing();
        return { next: entries.toSpliced(gone.at, 0, gone.entry), result: gone.entry.item };
      }),
    export: (ids) =>
      querySet(ids === null ? items(entries) : ids.flatMap((id) => entries[place(id)]?.item ?? [])),
    import: (text) =>
      change(() => {
        const incoming = parseQuerySet(text);
        const next = withItems(entries, incoming);
        const added = next.length - entries.length;
        return { next, result: { added, unchanged: incoming.length - added } };
      }),
  };
}

/** Through the schema, which has one order of keys, so that the same items are always the same text. */
function querySet(chosen: readonly SavedItem[]): ResultOf<Calls['saved.export']> {
  const ordered = v.parse(v.array(savedItemSchema), chosen);
  return { text: readableJson({ format, version, items: ordered }), items: ordered.length };
}

/** The entries with those of a set that are not here yet; one whose id is taken gets another. */
function withItems(entries: readonly Entry[], incoming: readonly SavedItem[]): readonly Entry[] {
  const next = [...entries];
  for (const item of incoming) {
    // Only what was here before: a set may hold one thing in two folders.
    if (entries.some((entry) => entry.item && isSameContent(entry.item, item))) continue;
    const isTaken = next.some((entry) => entry.stored['id'] === item.id);
    const added = isTaken ? { ...item, id: randomUUID() } : item;
    next.push({ stored: added, item: added });
  }
  return next;
}

async function load(
  path: string | null,
  isReadOnly: boolean,
): Promise<{ readonly file: SavedFile; readonly notice: string | null }> {
  const empty: SavedFile = { format, version, items: [] };
  const text = path === null ? null : await readText(path, mostBytes);
  if (path === null || text === null) return { file: empty, notice: null };
  const file = parseAs(fileSchema, text);
  if (!file) {
    if (isReadOnly) {
      return { file: empty, notice: 'saved.json is damaged, so saved queries and views cannot be shown.' };
    }
    const kept = await setAside(path, 'damaged');
    return {
      file: empty,
      notice: `saved.json is damaged and was set aside, whole, as ${kept}. The list of saved queries and views starts empty.`,
    };
  }
  const foreign = file.items.filter((stored) => toEntry(stored).item === null).length;
  return {
    file,
    notice:
      foreign === 0
        ? null
        : `${foreign} saved entries cannot be read by this version of Trailglass; they stay in saved.json.`,
  };
}

/** Version 1 knew neither folders, stars, notes nor parameters. */
const commonDefaults = { folder: '', isStarred: false, note: '' } as const;
const defaults = { query: { ...commonDefaults, parameters: [] }, view: commonDefaults } as const;

const commonKeys = ['kind', 'id', 'name', 'createdAt', 'updatedAt', 'folder', 'isStarred', 'note'] as const;
const knownKeys = {
  query: [...commonKeys, 'sql', 'parameters'],
  view: [...commonKeys, 'state'],
} as const;

function toEntry(stored: Readonly<Record<string, unknown>>): Entry {
  const kind = stored['kind'];
  if (kind !== 'query' && kind !== 'view') return { stored, item: null };
  const full: Readonly<Record<string, unknown>> = { ...defaults[kind], ...stored };
  const known = Object.fromEntries(knownKeys[kind].map((key) => [key, full[key]]));
  const parsed = v.safeParse(savedItemSchema, known);
  return { stored, item: parsed.success ? parsed.output : null };
}

const items = (entries: readonly Entry[]): SavedItem[] => entries.flatMap((entry) => entry.item ?? []);

function stamped(
  item: NewSavedItem,
  id: string,
): { readonly stored: SavedItem & Record<string, unknown>; readonly item: SavedItem } {
  const at = new Date().toISOString();
  const stamps = { id, createdAt: at, updatedAt: at };
  const common = { folder: item.folder ?? '', isStarred: item.isStarred ?? false, note: item.note ?? '' };
  const whole: SavedItem =
    item.kind === 'query'
      ? { ...item, ...common, ...stamps, parameters: item.parameters ?? [] }
      : { ...item, ...common, ...stamps };
  return { stored: { ...whole }, item: whole };
}

/** Where an item is filed and whether it is starred is the person's own order, not its content. */
function isSameContent(one: SavedItem, other: SavedItem): boolean {
  if (one.name !== other.name || one.note !== other.note) return false;
  if (one.kind === 'query') {
    return (
      other.kind === 'query' && one.sql === other.sql && isDeepStrictEqual(one.parameters, other.parameters)
    );
  }
  return other.kind === 'view' && isDeepStrictEqual(one.state, other.state);
}

function parseQuerySet(text: string): SavedItem[] {
  const head = parseAs(v.looseObject({ format: v.literal(format), version: v.number() }), text);
  if (!head) throw badSet('It is not a Trailglass query set.');
  if (head.version > version) {
    throw badSet(
      `It has version ${head.version}, this Trailglass reads version ${version}. Update Trailglass.`,
    );
  }
  const set = parseAs(fileSchema, text);
  if (!set) throw badSet('Its list of items cannot be read.');
  return set.items.map((stored, index) => {
    const { item } = toEntry(stored);
    if (!item) throw badSet(`Item ${index + 1} is not a saved query or view.`);
    return item;
  });
}

const badSet = (why: string): AppError =>
  new AppError('bad-query-set', `This file cannot be imported. ${why} Nothing was added.`);
const missing = (): AppError =>
  new AppError(
    'not-found',
    'That saved item is not there any more. It may have been removed in another window.',
  );
const tooMany = (): AppError =>
  new AppError('bad-query-set', `A workspace keeps at most ${maxSavedItems} saved items. Remove some first.`);
const readOnly = (): AppError =>
  new AppError(
    'workspace-locked',
    'This workspace is open for reading only, so saved queries and views cannot be changed.',
  );
