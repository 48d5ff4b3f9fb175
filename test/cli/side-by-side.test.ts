import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyJournal } from '../../electron/engine/workspace/journal.ts';
import { testEngine } from '../support/engine.ts';
import { logFile, record } from '../support/records.ts';
import { tempFolder, writeFiles } from '../support/temp.ts';
import { cli } from './run-cli.ts';

async function workspaceOf(all: readonly unknown[]) {
  const root = writeFiles(tempFolder('trailglass beside'), {
    'trail/a.json.gz': logFile(all),
    'out/.keep': '',
  });
  const engine = testEngine(root);
  await engine.importAll(join(root, 'trail'));
  const { path } = (await engine.call('workspace.current', {}))!;
  return { engine, path, out: join(root, 'out') };
}

test('several exports and readers run at once, and each export stands in the unbroken journal', async () => {
  const { engine, path, out } = await workspaceOf([record(1), record(2)]);
  await engine.call('workspace.open', { grant: engine.grant(path), lock: 'read-only', rebuild: false });
  const exports = ['a', 'b', 'c'].map((name) =>
    cli(['export', '--workspace', path, '--format', 'jsonl', '--output', join(out, name), '--quiet']),
  );
  const runs = await Promise.all([...exports, cli(['events', path, '--json']), cli(['info', path])]);
  for (const run of runs) expect(run).toMatchObject({ code: 0, err: '' });
  const journal = join(path, 'journal.jsonl');
  expect(await verifyJournal(journal)).toMatchObject({ broken: null });
  const files = readFileSync(journal, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { what: string; detail: { file?: string } })
    .filter(({ what }) => what === 'export.finished')
    .map(({ detail }) => detail.file);
  expect(files.sort()).toEqual(['a', 'b', 'c'].map((name) => join(out, name)));
});

test('beside a program that changes the workspace the refusal names it and says what to do', async () => {
  const { path, out } = await workspaceOf([record(1)]);
  for (const args of [
    ['export', '--workspace', path, '--format', 'jsonl', '--output', join(out, 'a')],
    ['events', path],
  ]) {
    const run = await cli(args);
    expect(run).toMatchObject({ code: 3, out: '' });
    expect(run.err).toContain(`process ${process.pid} on this computer`);
    expect(run.err).toContain('Close it there');
  }
});

test('a program that only reads is named to one that wants to change', async () => {
  const { engine, path } = await workspaceOf([record(1)]);
  await engine.call('workspace.open', { grant: engine.grant(path), lock: 'read-only', rebuild: false });
  const run = await cli(['import', '--workspace', path]);
  expect(run.code).toBe(3);
  expect(run.err).toContain(`process ${process.pid} on this computer), which reads or exports it`);
});

test('raw texts come as they stand in the evidence, a page at a time and not one by one', async () => {
  const all = Array.from({ length: 5_000 }, (_, n) => record(n));
  const { engine, path } = await workspaceOf(all);
  await engine.call('workspace.close', {});
  const whole = await cli(['events', path, '--raw', '--quiet']);
  expect(whole.code).toBe(0);
  const texts = whole.out.trimEnd().split('\n');
  expect(new Set(texts)).toEqual(new Set(all.map((one) => JSON.stringify(one))));
  const some = await cli(['events', path, '--raw', '--limit', '3']);
  expect(some.out.trimEnd().split('\n')).toEqual(texts.slice(0, 3));
});
