import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LineFile } from '../../../electron/engine/disk/line-file.ts';
import { openWorkLog } from '../../../electron/engine/workspace/work-log.ts';
import { tempFolder as folder } from '../../support/temp.ts';

/** A path where a file with this text lies. */
function fileWith(text: string, name = 'lines.jsonl'): string {
  const path = join(folder(), name);
  writeFileSync(path, text);
  return path;
}

const lineFile = (path: string, mostBytes = 1_000): LineFile =>
  new LineFile(path, { what: 'the file', mostBytes });

test.each([
  ['an empty file', '', 'new\n'],
  ['whole lines', 'old\n', 'old\nnew\n'],
  ['a last line without its end', 'old', 'old\nnew\n'],
  ['a line that was cut off', 'old\n{"id', 'old\n{"id\nnew\n'],
])('a line goes behind %s as a line of its own', async (_what, before, after) => {
  const path = fileWith(before);
  await lineFile(path).append(['new']);
  expect(readFileSync(path, 'utf8')).toBe(after);
});

test('a last line is ended once', async () => {
  const path = fileWith('old');
  const file = lineFile(path);
  await file.endLine();
  await file.endLine();
  expect(readFileSync(path, 'utf8')).toBe('old\n');
});

test('the missing line end counts for the limit', async () => {
  const path = fileWith('old');
  await expect(lineFile(path, 7).append(['new'])).rejects.toMatchObject({ code: 'bad-params' });
  expect(readFileSync(path, 'utf8')).toBe('old');
  await lineFile(path, 8).append(['new']);
  expect(readFileSync(path, 'utf8')).toBe('old\nnew\n');
});

test('a decision is not lost behind one that a crash cut off', async () => {
  const path = fileWith(
    '{"id":"a","at":"2025-01-01T00:00:00Z","by":"x","kind":"account","key"',
    'work.jsonl',
  );
  await (await openWorkLog(path)).add('account', new Map([['file', '111122223333']]));
  const again = await openWorkLog(path);
  expect(again.latest('account').get('file')?.value).toBe('111122223333');
  expect(again.notice).toMatch(/^1 line of work\.jsonl cannot be read/);
});
