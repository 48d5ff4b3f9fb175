import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { querySetSchema } from '../../../shared/contract/saved.ts';
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
  '{"format":"trailglass-query-set","version":2,"items":[]}',
  '{"format":"trailglass-query-set","version":1,"items":[{"kind":"query"}]}',
  '{"format":"trailglass-query-set","version":1,"items":{}}',
])('the set %s is refused and nothing changes', async (text) => {
  const store = await open(join(folder(), 'saved.json'));
  await expect(store.import(text)).rejects.toMatchObject({ code: 'bad-query-set' });
  expect(store.list()).toEqual([]);
});
