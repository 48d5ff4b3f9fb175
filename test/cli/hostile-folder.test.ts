import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { layoutEntries, type EntryKey, type LayoutEntry } from '../../electron/engine/workspace/layout.ts';
import { exchange, oddEntries, outsideIn } from '../support/odd-entries.ts';
import { logFile, record } from '../support/records.ts';
import { folderOfFile, tempFolder, writeFiles } from '../support/temp.ts';
import { cli, type CliRun } from './run-cli.ts';

const entries = Object.entries(layoutEntries) as [EntryKey, LayoutEntry][];

/** Commands that read, one a case in turn: they open a workspace in one way. */
const reading: readonly ((path: string, root: string) => readonly string[])[] = [
  (path) => ['info', path],
  (path) => ['events', path],
  (path) => ['notes', path],
  (path, root) => ['export', '--workspace', path, '--format', 'jsonl', '--output', join(root, 'out', 'a')],
];

/** Every entry with one odd thing, each odd thing with some entry: all of both in as few runs as there are entries. */
const cases = entries.map(([key, entry], index) => {
  const fitting = oddEntries.filter(({ fits }) => fits?.(entry) ?? true);
  const odd = fitting[index % fitting.length]!;
  const reads = reading[index % reading.length]!;
  return { key, entry, odd, reads, what: `${entry.name} as ${odd.name}` };
});

const sound = folderOfFile();
const made = { trail: join(sound, 'trail'), path: join(sound, 'w.trailglass') };
beforeAll(async () => {
  writeFiles(made.trail, { 'a.json.gz': logFile([record(1), record(2)]) });
  expect((await cli(['import', made.trail, '--workspace', made.path, '--quiet'])).code).toBe(0);
});

test.each(cases)('the command line follows nothing: $what', async ({ key, entry, odd, reads }) => {
  const root = tempFolder();
  const path = join(root, 'w.trailglass');
  cpSync(made.path, path, { recursive: true });
  const outside = outsideIn(root);
  await exchange(path, key, odd, outside);
  const before = outside.told();
  writeFiles(join(root, 'out'), { '.keep': '' });
  const read = reads(path, root);
  const runs: Readonly<Record<string, CliRun>> = {
    [read[0]!]: await cli(read),
    import: await cli(['import', made.trail, '--workspace', path]),
    check: await cli(['check', path]),
  };
  expect(outside.told()).toBe(before);
  for (const [name, { code, err, out }] of Object.entries(runs)) {
    expect(err, name).not.toMatch(/unexpected|\n\s+at /);
    const isRefused = name === 'import' || name === 'check' || 'need' in layoutEntries[key];
    expect(code, `${name}: ${err}`).toBe(isRefused ? 1 : 0);
    if (isRefused) expect(err + out, name).toContain(entry.name);
  }
});

test('an export to a folder of the workspace that leads elsewhere is refused', async () => {
  const root = tempFolder();
  const trail = writeFiles(join(root, 'trail'), { 'a.json.gz': logFile([record(1)]) });
  const path = join(root, 'w.trailglass');
  expect((await cli(['import', trail, '--workspace', path, '--quiet'])).code).toBe(0);
  const outside = outsideIn(root);
  const copy = join(root, 'copy.trailglass');
  cpSync(path, copy, { recursive: true });
  await exchange(copy, 'exports', { make: (at) => symlinkSync(outside.folder, at) }, outside);
  writeFileSync(join(root, 'note'), '');
  const before = outside.told();
  const output = join(copy, 'exports', 'a.csv');
  const run = await cli(['export', '--workspace', copy, '--format', 'csv', '--output', output]);
  expect(run.code).toBe(1);
  expect(run.err).toContain('no link in a workspace is followed');
  expect(outside.told()).toBe(before);
});
