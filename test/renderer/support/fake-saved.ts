import type { EngineHandlers } from '../../../shared/contract/index.ts';
import type { HostHandlers } from '../../../shared/contract/host.ts';
import type { QuerySet, SavedItem } from '../../../shared/contract/saved.ts';

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

export function fakeSaved(start: readonly SavedItem[] = []): FakeSaved {
  let items = [...start];
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
        const added: SavedItem = { ...item, id: `n${nextId++}`, createdAt: now, updatedAt: now };
        items = [...items, added];
        return added;
      },
      'saved.update': ({ item }) => {
        items = items.map((one) => (one.id === item.id ? item : one));
        return item;
      },
      'saved.remove': ({ id }) => {
        items = items.filter((one) => one.id !== id);
        return {};
      },
      'saved.export': ({ ids }) => {
        const chosen = items.filter((one) => ids === null || ids.includes(one.id));
        const set: QuerySet = { format: 'trailglass-query-set', version: 1, items: chosen };
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
