import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { logFile, record } from '../support/records.ts';
import { tempFolder, writeFiles } from '../support/temp.ts';
import { cli } from './run-cli.ts';

const records = [
  record(1),
  record(2, { eventTime: '2025-03-04T10:00:00Z' }),
  record(3, { eventTime: 'noon or so' }),
  record(4, { eventTime: undefined }),
];

async function imported(): Promise<{ root: string; workspace: string }> {
  const root = writeFiles(tempFolder('trailglass cli'), { 'trail/a.json.gz': logFile(records) });
  const workspace = join(root, 'workspace');
  expect((await cli(['import', join(root, 'trail'), '--workspace', workspace, '--quiet'])).code).toBe(0);
  return { root, workspace };
}
const found = (out: string): string[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { eventID: string }).eventID.slice(-1));
const left = '2 events of the search have no time and are left out';

test('events of a span tell how many have no time, and those are found', async () => {
  const { workspace } = await imported();
  const ask = (...more: string[]) =>
    cli(['events', workspace, '--json', '--quiet', '--columns', 'eventID', ...more]);
  const whole = await ask();
  expect(found(whole.out).toSorted()).toEqual(['1', '2', '3', '4']);
  expect(whole.err).toBe('');
  const day = await ask('--from', '2025-03-04', '--to', '2025-03-05T00:00:00Z');
  expect([found(day.out), day.err.includes(left)]).toEqual([['2'], true]);
  const later = await ask('--filter', 'eventTime>=2025-03-04');
  expect([found(later.out), later.err.includes(left)]).toEqual([['2'], true]);
  const until = await ask('--to', '2025-03-04');
  expect(found(until.out)).toEqual(['1']);
  expect(found((await ask('--filter', 'absent(eventTime)')).out).toSorted()).toEqual(['3', '4']);
});

test('an export of a span says the same, also in its sidecar', async () => {
  const { root, workspace } = await imported();
  const output = join(root, 'march.csv');
  const run = await cli([
    'export',
    '--workspace',
    workspace,
    '--format',
    'csv',
    '--output',
    output,
    '--from',
    '2025-03-04',
  ]);
  expect(run).toMatchObject({ code: 0 });
  expect(run.out).toContain('1 event written');
  expect(run.out).toContain(left);
  expect(readFileSync(`${output}.about.json`, 'utf8')).toContain(left);
});

test.each([
  [['--from', 'yesterday'], 'is no time'],
  [['--from', '2025-03-05', '--to', '2025-03-05'], 'must be later'],
])('%s is refused', async (times, message) => {
  const { workspace } = await imported();
  const run = await cli(['events', workspace, ...times]);
  expect([run.code === 0, run.err.includes(message)]).toEqual([false, true]);
});
