import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { querySetSchema, type NewSavedItem } from '../../../shared/contract/saved.ts';
import { parameterTypes } from '../../../shared/sql/parameters.ts';
import { openSaved } from '../../../electron/engine/workspace/saved.ts';
import { tempFolder as folder } from '../../support/temp.ts';

interface StoredFile {
  theme?: string;
  readonly items: Record<string, unknown>[];
}
const open = (path: string, isReadOnly = false) => openSaved(path, { isReadOnly });
const query = (name: string, sql = 'SELECT 1') => ({ kind: 'query', name, sql }) as const;

test('items are added, changed, removed and found again after reopening', async () => {
  const path = join(folder(), 'saved.json');
  const store = await open(path);
  const first = await store.add(query('First'));
  const view = await store.add({
    kind: 'view',
    name: 'View',
    state: { screen: 'explore', deep: { a: [1] } },
  });
  const changed = await store.update({ ...first, name: 'Renamed', createdAt: 'forged' });
  expect(changed).toMatchObject({ id: first.id, name: 'Renamed', createdAt: first.createdAt });
  expect((await open(path)).list()).toEqual([changed, view]);
  await store.remove(first.id);
  expect((await open(path)).list()).toEqual([view]);
  await expect(store.remove(first.id)).rejects.toMatchObject({ code: 'not-found' });
});

test('a removed item comes back whole, under its id and in its place', async () => {
  const path = join(folder(), 'saved.json');
  const store = await open(path);
  const [one, two, three] = [
    await store.add(query('One')),
    await store.add({ ...query('Two'), folder: 'Triage', isStarred: true, note: 'why' }),
    await store.add(query('Three')),
  ];
  const file = JSON.parse(readFileSync(path, 'utf8')) as StoredFile;
  file.items[1]!['colour'] = 'red';
  writeFileSync(path, JSON.stringify(file));
  const again = await open(path);
  await again.remove(two.id);
  expect(again.list()).toEqual([one, three]);
  expect(await again.restore(two.id)).toEqual(two);
  expect(await again.restore(two.id)).toEqual(two);
  expect((await open(path)).list()).toEqual([one, two, three]);
  expect((JSON.parse(readFileSync(path, 'utf8')) as StoredFile).items[1]).toMatchObject({ colour: 'red' });
  await expect(again.restore('never')).rejects.toMatchObject({ code: 'not-found' });
});

test('files of version 1 are read, with nothing in what they did not have', async () => {
  const path = join(folder(), 'saved.json');
  const stamps = { createdAt: '2024-03-01T10:00:00Z', updatedAt: '2024-03-02T10:00:00Z' };
  const old = {
    format: 'trailglass-query-set',
    version: 1,
    items: [
      { kind: 'query', id: 'q', name: 'Old', sql: 'SELECT 1', ...stamps },
      { kind: 'view', id: 'w', name: 'View', state: { a: 1 }, ...stamps },
    ],
  };
  const common = { folder: '', isStarred: false, note: '' };
  const read = [
    { ...old.items[0], ...common, parameters: [] },
    { ...old.items[1], ...common },
  ];
  writeFileSync(path, JSON.stringify(old));
  expect((await open(path)).list()).toEqual(read);
  const elsewhere = await open(join(folder(), 'saved.json'));
  expect(await elsewhere.import(JSON.stringify(old))).toEqual({ added: 2, unchanged: 0 });
  expect(elsewhere.list()).toEqual(read);
});

test('a file of a later version keeps its number', async () => {
  const path = join(folder(), 'saved.json');
  writeFileSync(path, JSON.stringify({ format: 'trailglass-query-set', version: 7, items: [] }));
  await (await open(path)).add(query('One'));
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ version: 7 });
});

test('whatever is saved, exported and imported elsewhere is the same', async () => {
  const words = fc.string({ unit: 'binary', maxLength: 30 });
  const name = words.map((text) => `n${text}`.trim());
  const common = { name, folder: words.map((text) => text.trim()), isStarred: fc.boolean(), note: words };
  const parameter = fc.record({
    name: fc.stringMatching(/^[a-z_][a-z0-9_]{0,20}$/),
    type: fc.constantFrom(...parameterTypes),
    default: words,
  });
  const item: fc.Arbitrary<NewSavedItem> = fc.oneof(
    fc.record({
      kind: fc.constant('query' as const),
      ...common,
      sql: words,
      parameters: fc.array(parameter, { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('view' as const),
      ...common,
      state: fc.dictionary(words, fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(item, { maxLength: 6 }), async (items) => {
      const source = await open(join(folder(), 'saved.json'));
      for (const one of items) await source.add(one);
      const { text } = source.export(null);
      expect(v.is(querySetSchema, JSON.parse(text))).toBe(true);
      const path = join(folder(), 'saved.json');
      const target = await open(path);
      expect(await target.import(text)).toEqual({ added: items.length, unchanged: 0 });
      expect(target.export(null).text).toBe(text);
      expect((await open(path)).export(null).text).toBe(text);
      expect(await target.import(text)).toEqual({ added: 0, unchanged: items.length });
    }),
    { numRuns: 60 },
  );
});

test('many changes at once all arrive', async () => {
  const path = join(folder(), 'saved.json');
  const store = await open(path);
  await Promise.all(Array.from({ length: 20 }, (_, n) => store.add(query(`q${n}`))));
  expect((await open(path)).list()).toHaveLength(20);
});

test('entries and keys of a newer version stay in the file', async () => {
  const path = join(folder(), 'saved.json');
  const store = await open(path);
  const item = await store.add(query('Mine'));
  const file = JSON.parse(readFileSync(path, 'utf8')) as StoredFile;
  file.theme = 'x';
  file.items[0]!['colour'] = 'red';
  file.items.push({ kind: 'chart', id: 'c1', name: 'Later' });
  writeFileSync(path, JSON.stringify(file));
  const again = await open(path);
  expect(again.list()).toEqual([item]);
  expect(again.notice).toMatch(/1 saved entries/);
  await again.update({ ...item, name: 'New name' });
  const after = JSON.parse(readFileSync(path, 'utf8')) as StoredFile;
  expect(after.theme).toBe('x');
  expect(after.items[0]).toMatchObject({ name: 'New name', colour: 'red' });
  expect(after.items[1]).toEqual({ kind: 'chart', id: 'c1', name: 'Later' });
});

test('a damaged file is set aside whole and told', async () => {
  const root = folder();
  const path = join(root, 'saved.json');
  writeFileSync(path, '{"format":"trailglass-query-set","items":[{');
  const store = await open(path);
  expect(store.list()).toEqual([]);
  expect(store.notice).toMatch(/set aside/);
  const aside = readdirSync(root).find((name) => name.startsWith('saved.json.damaged-'));
  expect(readFileSync(join(root, aside!), 'utf8')).toBe('{"format":"trailglass-query-set","items":[{');
  await store.add(query('Goes on'));
  expect((await open(path)).list()).toHaveLength(1);
});

test('a damaged file of a read-only workspace stays where it is', async () => {
  const root = folder();
  const path = join(root, 'saved.json');
  writeFileSync(path, '{');
  const store = await open(path, true);
  expect(store.notice).toMatch(/damaged/);
  expect(readdirSync(root)).toEqual(['saved.json']);
  await expect(store.add(query('No'))).rejects.toMatchObject({ code: 'workspace-locked' });
});

test('an exported set fits its schema and imports elsewhere; importing twice adds nothing', async () => {
  const source = await open(join(folder(), 'saved.json'));
  const one = await source.add(query('One', 'SELECT 1'));
  await source.add({ kind: 'view', name: 'Two', state: { b: 1, a: { c: null } } });
  const { text, items } = source.export(null);
  expect(items).toBe(2);
  expect(v.is(querySetSchema, JSON.parse(text))).toBe(true);
  expect(source.export([one.id]).items).toBe(1);
  const target = await open(join(folder(), 'saved.json'));
  expect(await target.import(text)).toEqual({ added: 2, unchanged: 0 });
  expect(await target.import(text)).toEqual({ added: 0, unchanged: 2 });
  expect(target.list()).toEqual(source.list());
});

test('an import never overwrites an item that has its id', async () => {
  const store = await open(join(folder(), 'saved.json'));
  const mine = await store.add(query('Mine', 'SELECT 1'));
  const theirs = { ...mine, sql: 'SELECT 2' };
  const set = { format: 'trailglass-query-set', version: 1, items: [theirs] };
  expect(await store.import(JSON.stringify(set))).toEqual({ added: 1, unchanged: 0 });
  expect(store.list()[0]).toEqual(mine);
  expect(new Set(store.list().map((item) => item.id)).size).toBe(2);
});

test.each([
  'nonsense',
  '[]',
  '{"format":"other","version":1,"items":[]}',
  '{"format":"trailglass-query-set","version":3,"items":[]}',
  '{"format":"trailglass-query-set","version":1,"items":[{"kind":"query"}]}',
  '{"format":"trailglass-query-set","version":1,"items":{}}',
])('the set %s is refused and nothing changes', async (text) => {
  const store = await open(join(folder(), 'saved.json'));
  await expect(store.import(text)).rejects.toMatchObject({ code: 'bad-query-set' });
  expect(store.list()).toEqual([]);
});
