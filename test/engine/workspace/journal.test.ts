import { appendFileSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  chainStart,
  openJournal,
  verifyJournal,
  type JournalEntry,
} from '../../../electron/engine/workspace/journal.ts';
import { tempFolder as folder } from '../../support/temp.ts';

const open = (path: string) => openJournal(path, { isReadOnly: false });

async function journalOf(...whats: string[]): Promise<string> {
  const path = join(folder(), 'journal.jsonl');
  const journal = await open(path);
  for (const what of whats) await journal.append(what, { text: 'x"y\nz', hash: 'of something' });
  await journal.close();
  return path;
}
const entryAt = (path: string, at: number): JournalEntry => JSON.parse(lines(path).at(at)!) as JournalEntry;
const whats = (path: string): string[] => lines(path).map((_line, at) => entryAt(path, at).what);
const lines = (path: string): string[] => readFileSync(path, 'utf8').split('\n').slice(0, -1);

test('entries are chained and the chain goes on after reopening', async () => {
  const path = await journalOf('one', 'two');
  const again = await open(path);
  const third = await again.append('three');
  await again.close();
  const entries = [0, 1, 2].map((at) => entryAt(path, at));
  expect(entries.map((entry) => [entry.seq, entry.what])).toEqual([
    [1, 'one'],
    [2, 'two'],
    [3, 'three'],
  ]);
  expect(entries[0]!.previous).toBe(chainStart);
  expect(entries[2]!.previous).toBe(entries[1]!.hash);
  expect(await verifyJournal(path)).toEqual({ entries: 3, broken: null, lastHash: third!.hash });
});

test('entries written at once keep their order', async () => {
  const path = await journalOf();
  const journal = await open(path);
  await Promise.all(Array.from({ length: 30 }, (_, n) => journal.append(`n${n}`)));
  await journal.close();
  expect(await verifyJournal(path)).toMatchObject({ entries: 30, broken: null });
});

test.each([
  ['a changed word', (text: string[]) => text.with(1, text[1]!.replace('two', 'six')), 2],
  ['a removed line', (text: string[]) => text.toSpliced(1, 1), 2],
  ['exchanged lines', (text: string[]) => [text[0]!, text[2]!, text[1]!], 2],
  ['a repeated line', (text: string[]) => [text[0]!, text[1]!, text[1]!, text[2]!], 3],
  ['a removed beginning', (text: string[]) => text.slice(1), 1],
])('%s is found', async (_name, change, line) => {
  const path = await journalOf('one', 'two', 'three');
  writeFileSync(path, `${change(lines(path)).join('\n')}\n`);
  expect((await verifyJournal(path)).broken).toMatchObject({ line });
});

test('a torn last line is kept aside, noted, and the chain stays whole', async () => {
  const path = await journalOf('one', 'two');
  const whole = readFileSync(path);
  appendFileSync(path, whole.subarray(0, 90));
  const journal = await open(path);
  expect(journal.notice).toMatch(/90 bytes/);
  await journal.append('after');
  await journal.close();
  expect(whats(path)).toEqual(['one', 'two', 'journal.repaired', 'after']);
  expect(await verifyJournal(path)).toMatchObject({ entries: 4, broken: null });
  const torn = readdirSync(join(path, '..')).find((name) => name.includes('.torn-'));
  expect(readFileSync(join(path, '..', torn!))).toEqual(whole.subarray(0, 90));
});

test('every possible cut of the file opens again and verifies', async () => {
  const path = await journalOf('one', 'two');
  const whole = readFileSync(path);
  for (let size = 0; size <= whole.length; size += 7) {
    const cut = join(folder(), 'journal.jsonl');
    writeFileSync(cut, whole);
    truncateSync(cut, size);
    const journal = await open(cut);
    await journal.append('after');
    await journal.close();
    expect(await verifyJournal(cut)).toMatchObject({ broken: null });
    expect(whats(cut).at(-1)).toBe('after');
  }
});

test('a line that only misses its end-of-line is completed', async () => {
  const path = await journalOf('one', 'two');
  truncateSync(path, readFileSync(path).length - 1);
  const journal = await open(path);
  expect(journal.notice).toBeNull();
  await journal.append('three');
  await journal.close();
  expect(await verifyJournal(path)).toMatchObject({ entries: 3, broken: null });
});

test('a journal whose end is not an entry is set aside whole', async () => {
  const path = await journalOf('one');
  appendFileSync(path, 'not an entry\n');
  const before = readFileSync(path);
  const journal = await open(path);
  await journal.close();
  expect(journal.notice).toMatch(/set aside/);
  expect(whats(path)).toEqual(['journal.restarted']);
  const aside = readdirSync(join(path, '..')).find((name) => name.includes('.damaged-'));
  expect(readFileSync(join(path, '..', aside!))).toEqual(before);
});

test('an enormous detail is cut to a note, and reopening finds the end', async () => {
  const path = await journalOf('one');
  const journal = await open(path);
  await journal.append('big', { sql: 'x'.repeat(1_000_000) });
  await journal.append('wide', { sql: '\u0001'.repeat(60_000 / 6) + '€'.repeat(5_000) });
  await journal.close();
  await (await open(path)).close();
  expect(await verifyJournal(path)).toMatchObject({ entries: 3, broken: null });
  expect(readFileSync(path).length).toBeLessThan(200_000);
});

test('a read-only workspace writes nothing', async () => {
  const path = join(folder(), 'journal.jsonl');
  const journal = await openJournal(path, { isReadOnly: true });
  expect(await journal.append('one')).toBeNull();
  expect(await verifyJournal(path)).toMatchObject({ entries: 0, broken: null });
});
