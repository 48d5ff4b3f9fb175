import { AppError } from '../../../shared/bridge/errors.ts';
import type { EngineHandlers } from '../../../shared/contract/index.ts';
import type { HostHandlers } from '../../../shared/contract/host.ts';
import type { QuerySet, SavedItem, SavedQuery, SavedView } from '../../../shared/contract/saved.ts';

/** Saved items in memory, answering the `saved.*` calls, and the text files the host was given. */
export interface FakeSaved {
  readonly items: readonly SavedItem[];
  readonly files: readonly string[];
  /** What the person picks in the open dialog. */
  picked: string | null;
  readonly answers: Partial<EngineHandlers>;
  readonly host: Partial<HostHandlers>;
}

const now = '2024-03-02T10:00:00Z';

const common = { folder: '', isStarred: false, note: '', createdAt: now, updatedAt: now };

/** A saved query; what is left out is empty. */
export const savedQuery = (name: string, sql: string, rest: Partial<SavedQuery> = {}): SavedQuery => ({
  kind: 'query',
  id: name,
  name,
  sql,
  parameters: [],
  ...common,
  ...rest,
});

/** A saved view; what is left out is empty. */
export const savedView = (
  name: string,
  state: SavedView['state'],
  rest: Partial<SavedView> = {},
): SavedView => ({ kind: 'view', id: name, name, state, ...common, ...rest });

export function fakeSaved(start: readonly SavedItem[] = []): FakeSaved {
  let items = [...start];
  const removed = new Map<string, SavedItem>();
  let nextId = 1;
  const files: string[] = [];
  const fake: FakeSaved = {
    get items() {
      return items;
    },
    files,
    picked: null,
    answers: {
      'saved.list': () => items,
      'saved.add': ({ item }) => {
        const id = `n${nextId++}`;
        const { name, kind: _kind, ...rest } = item;
        const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
        const added: SavedItem =
          item.kind === 'query'
            ? savedQuery(name, item.sql, { ...known, id })
            : savedView(name, item.state, { ...known, id });
        items = [...items, added];
        return added;
      },
      'saved.update': ({ item }) => {
        items = items.map((one) => (one.id === item.id ? item : one));
        return item;
      },
      'saved.remove': ({ id }) => {
        const gone = items.find((one) => one.id === id);
        if (gone) removed.set(id, gone);
        items = items.filter((one) => one.id !== id);
        return {};
      },
      'saved.restore': ({ id }) => {
        const gone = removed.get(id);
        if (!gone) throw new AppError('not-found', 'That saved item is not there any more.');
        items = [...items, gone];
        return gone;
      },
      'saved.export': ({ ids }) => {
        const chosen = items.filter((one) => ids === null || ids.includes(one.id));
        const set: QuerySet = { format: 'trailglass-query-set', version: 2, items: chosen };
        return { text: JSON.stringify(set), items: chosen.length };
      },
      'saved.import': ({ text }) => {
        const set = JSON.parse(text) as QuerySet;
        const fresh = set.items
          .filter((one) => !items.some((own) => own.name === one.name))
          .map((one) => ({ ...one, id: `n${nextId++}` }));
        items = [...items, ...fresh];
        return { added: fresh.length, unchanged: set.items.length - fresh.length };
      },
    },
    host: {
      'host.saveText': ({ text }) => {
        files.push(text);
        return { path: '/home/person/trailglass-queries.json' };
      },
      'host.openText': () => (fake.picked === null ? null : { name: 'set.json', text: fake.picked }),
    },
  };
  return fake;
}
