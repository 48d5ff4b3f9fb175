import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqlHistory, type FinishedRun } from '../../../electron/engine/workspace/sql-history.ts';
import { tempFolder as folder } from '../../support/temp.ts';

const run = (sql: string, change: Partial<FinishedRun> = {}): FinishedRun => ({
  at: '2024-03-01T10:00:00.000Z',
  sql,
  mode: 'rows',
  arguments: [],
  outcome: 'done',
  rows: 3,
  isTruncated: false,
  durationMs: 12.5,
  problem: null,
  ...change,
});
const open = (path: string, isReadOnly = false) => openSqlHistory(path, { isReadOnly });

test('runs come back newest first, failures and cancels too', async () => {
  const path = join(folder(), 'sql-history.jsonl');
  const history = await open(path);
  await history.add(run('select 1'));
  const problem = { code: 'sql-syntax', message: 'Wrong.' };
  await history.add(run('selec 1', { outcome: 'failed', problem }));
  await history.add(run('select 2', { outcome: 'cancelled' }));
  const again = await open(path);
  expect(again.notice).toBeNull();
  expect(again.list().map(({ sql, outcome }) => [sql, outcome])).toEqual([
    ['select 2', 'cancelled'],
    ['selec 1', 'failed'],
    ['select 1', 'done'],
  ]);
  expect(again.list()[1]).toMatchObject({ problem, durationMs: 12.5 });
  expect(new Set(again.list().map(({ id }) => id)).size).toBe(3);
  await again.clear();
  expect((await open(path)).list()).toEqual([]);
});

test('only the newest 500 are kept, and the file does not grow without end', async () => {
  const path = join(folder(), 'sql-history.jsonl');
  const history = await open(path);
  for (let number = 0; number < 1_300; number += 1) await history.add(run(`select ${number}`));
  expect(history.list()).toHaveLength(500);
  expect(history.list()[0]?.sql).toBe('select 1299');
  expect(readFileSync(path, 'utf8').split('\n').length).toBeLessThan(1_030);
  const again = await open(path);
  expect(again.list()).toEqual(history.list());
});

test('a long statement is cut and marked; many of them stay within the limit', async () => {
  const path = join(folder(), 'sql-history.jsonl');
  const history = await open(path);
  for (let number = 0; number < 230; number += 1) await history.add(run('x'.repeat(200_000)));
  expect(history.list()[0]).toMatchObject({ isCut: true });
  expect(history.list()[0]?.sql).toHaveLength(100_000);
  expect(history.list().length).toBeGreaterThan(70);
  expect(history.list().length).toBeLessThan(90);
  expect(statSync(path).size).toBeLessThan(20_000_000);
});

test('a line cut off by a crash is told, left out, and does not take the next one with it', async () => {
  const path = join(folder(), 'sql-history.jsonl');
  await (await open(path)).add(run('select 1'));
  appendFileSync(path, '{"id":"x","sql":"sel');
  const history = await open(path);
  expect(history.notice).toMatch(/1 line of sql-history\.jsonl cannot be read/);
  await history.add(run('select 2'));
  const again = await open(path);
  expect(again.notice).toBeNull();
  expect(again.list().map(({ sql }) => sql)).toEqual(['select 2', 'select 1']);
});

test('a line that only misses its line end does not take the next one with it', async () => {
  const path = join(folder(), 'sql-history.jsonl');
  await (await open(path)).add(run('select 1'));
  writeFileSync(path, readFileSync(path, 'utf8').trimEnd());
  await (await open(path)).add(run('select 2'));
  const again = await open(path);
  expect(again.notice).toBeNull();
  expect(again.list().map(({ sql }) => sql)).toEqual(['select 2', 'select 1']);
});

test('a read-only workspace remembers runs without writing', async () => {
  const path = join(folder(), 'sql-history.jsonl');
  const history = await open(path, true);
  await history.add(run('select 1'));
  expect(history.list()).toHaveLength(1);
  expect((await open(path)).list()).toEqual([]);
});
