import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { testEngine } from '../support/engine.ts';
import { logFile, record } from '../support/records.ts';
import { tempFolder, writeFiles } from '../support/temp.ts';
import { cli } from './run-cli.ts';

const hostile = { eventName: '=HYPERLINK("https://example.invalid")', userAgent: 'a\u001b[2Jb' };
const records = [record(1), record(2, hostile), record(3, { errorCode: 'AccessDenied' })];

async function imported(all: readonly unknown[] = records) {
  const root = writeFiles(tempFolder('trailglass cli'), { 'trail/a.json.gz': logFile(all), 'out/.keep': '' });
  const workspace = join(root, 'my workspace');
  const run = await cli(['import', join(root, 'trail'), '--workspace', workspace, '--quiet']);
  expect(run).toMatchObject({ code: 0, err: '' });
  return { trail: join(root, 'trail'), out: join(root, 'out'), workspace };
}
const names = (folder: string): string[] => readdirSync(folder).filter((name) => !name.startsWith('.'));
const rowsIn = (text: string | Buffer): Record<string, string>[] => parse(text, { columns: true });

test('export writes each format with a sidecar and says what it wrote', async () => {
  const { workspace, out } = await imported();
  for (const [format, name] of [
    ['csv', 'a.csv'],
    ['jsonl', 'a.jsonl'],
    ['records', 'a.json.gz'],
    ['parquet', 'a.parquet'],
    ['xlsx', 'a.xlsx'],
    ['event-history', 'b.csv'],
  ] as const) {
    const path = join(out, name);
    const run = await cli([
      'export',
      '--workspace',
      workspace,
      '--format',
      format,
      '--output',
      path,
      '--quiet',
    ]);
    expect(run, format).toMatchObject({ code: 0, err: '' });
    expect(run.out, format).toMatch(/^3 events written to .*\n$/);
    const about = JSON.parse(readFileSync(`${path}.about.json`, 'utf8')) as object;
    expect(about, format).toMatchObject({ file: { name, format }, counts: { rows: 3 } });
  }
  const { Records } = JSON.parse(gunzipSync(readFileSync(join(out, 'a.json.gz'))).toString()) as {
    Records: unknown[];
  };
  expect(Records).toEqual(records);
  expect(names(out)).toHaveLength(12);
});

test('the filter, the columns and the order are those of the events command', async () => {
  const { workspace, out } = await imported();
  const choice = [
    '--filter',
    'eventName:GetBucketAcl',
    '--columns',
    'eventID,requestParameters.bucketName,errorCode',
  ];
  const order = ['--sort', 'eventTime:desc'];
  const path = join(out, 'some.csv');
  await cli(['export', '--workspace', workspace, '--format', 'csv', '--output', path, ...choice, ...order]);
  const listed = await cli(['events', workspace, '--csv', ...choice, ...order]);
  expect(readFileSync(path, 'utf8')).toBe(listed.out);
  expect(rowsIn(readFileSync(path))).toHaveLength(2);
});

test('the summary is a column of the events command and of exports', async () => {
  const { workspace, out } = await imported([record(1, { eventName: 'DeleteBucket' })]);
  const choice = ['--columns', 'eventName,sentence'];
  const listed = await cli(['events', workspace, '--csv', ...choice]);
  expect(rowsIn(listed.out)).toEqual([
    { eventName: 'DeleteBucket', sentence: 'Deleted bucket ledger-archive' },
  ]);
  const path = join(out, 'told.csv');
  await cli(['export', '--workspace', workspace, '--format', 'csv', '--output', path, ...choice]);
  expect(readFileSync(path, 'utf8')).toBe(listed.out);
});

test('a list in a file narrows too', async () => {
  const { workspace, out } = await imported();
  writeFileSync(
    join(out, 'ids.txt'),
    '00000000-0000-4000-8000-000000000001\n00000000-0000-4000-8000-000000000003\n',
  );
  const words = ['--workspace', workspace, '--format', 'csv', '--output', '-', '--columns', 'eventID'];
  const run = await cli([
    'export',
    ...words,
    '--in',
    `eventID=@${join(out, 'ids.txt')}`,
    '--filter',
    'absent(errorCode)',
  ]);
  expect(run).toMatchObject({ code: 0, out: 'eventID\r\n00000000-0000-4000-8000-000000000001\r\n' });
});

test('text formats go to standard output, and only their bytes do', async () => {
  const { workspace, out } = await imported(Array.from({ length: 30_000 }, (_, n) => record(n)));
  const whole = await cli(['export', '--workspace', workspace, '--format', 'jsonl', '--output', '-']);
  expect(whole).toMatchObject({ code: 0 });
  expect(whole.err).toBe('30,000 rows.\n');
  expect(whole.out.split('\n')).toHaveLength(30_001);
  const path = join(out, 'a.jsonl');
  await cli(['export', '--workspace', workspace, '--format', 'jsonl', '--output', path]);
  expect(whole.outBytes.equals(readFileSync(path))).toBe(true);
  for (const format of ['records', 'parquet', 'xlsx']) {
    const run = await cli(['export', '--workspace', workspace, '--format', format, '--output', '-']);
    expect(run, format).toMatchObject({ code: 2, out: '' });
  }
});

test('the rows of a statement are written in full', async () => {
  const { workspace, out } = await imported();
  const run = await cli([
    'export',
    '--workspace',
    workspace,
    '--format',
    'csv',
    '--output',
    join(out, 'q.csv'),
    '--sql',
    'SELECT eventName, count(*) AS calls FROM events GROUP BY 1 ORDER BY 2 DESC',
  ]);
  expect(run.code).toBe(0);
  expect(run.out).toMatch(/^2 rows written to .*1 cell that a spreadsheet would run/);
  expect(rowsIn(readFileSync(join(out, 'q.csv')))).toEqual([
    { eventName: 'GetBucketAcl', calls: '2' },
    { eventName: `'${hostile.eventName}`, calls: '1' },
  ]);
});

test('a file that is there stays unless --force says otherwise, and evidence stays always', async () => {
  const { workspace, out, trail } = await imported();
  const path = join(out, 'a.csv');
  writeFileSync(path, 'mine');
  const words = ['export', '--workspace', workspace, '--format', 'csv', '--quiet', '--output'];
  const refused = await cli([...words, path]);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toMatch(/already a file .*--force/s);
  expect(readFileSync(path, 'utf8')).toBe('mine');
  expect((await cli([...words, path, '--force'])).code).toBe(0);
  expect(rowsIn(readFileSync(path))).toHaveLength(3);
  const before = readdirSync(trail);
  const inEvidence = await cli([...words, join(trail, 'x.csv'), '--force']);
  expect(inEvidence).toMatchObject({ code: 1, out: '' });
  expect(inEvidence.err).toMatch(/evidence is never changed/);
  expect(readdirSync(trail)).toEqual(before);
});

test('Ctrl+C leaves no file and answers 130', async () => {
  const { workspace, out } = await imported();
  const words = ['export', '--workspace', workspace, '--format', 'csv', '--output', join(out, 'long.csv')];
  const run = await cli([...words, '--sql', 'SELECT md5(i::VARCHAR) FROM range(500000000) t(i)'], (child) => {
    const waiting = setInterval(() => {
      if (!names(out).some((name) => name.endsWith('.part'))) return;
      clearInterval(waiting);
      child.kill('SIGINT');
    }, 50);
  });
  expect(run).toMatchObject({ code: 130, out: '' });
  expect(run.err).toContain('No file was written.');
  expect(names(out)).toEqual([]);
});

test.each([
  [['--format', 'csv']],
  [['--output', 'x.csv']],
  [['--format', 'odd', '--output', 'x']],
  [['--format', 'csv', '--output', 'x', '--sql', 'SELECT 1', '--filter', 'a']],
])('export %j is wrong use', async (args) => {
  const run = await cli(['export', '--workspace', 'anywhere', ...args]);
  expect(run).toMatchObject({ code: 2, out: '' });
  expect(run.err).not.toBe('');
});

test('mistakes in what is asked answer 2 before anything is written, pointing at the place', async () => {
  const { workspace, out } = await imported();
  const to = ['export', '--workspace', workspace, '--output', join(out, 'x')];
  for (const [args, message] of [
    [['--format', 'csv', '--filter', 'evntName:x'], /\^{8}/],
    [['--format', 'csv', '--columns', 'evntName'], /Did you mean/],
    [['--format', 'jsonl', '--columns', 'eventName'], /its own columns/],
    [['--format', 'xlsx', '--sql', 'SELECT 1'], /csv, jsonl, parquet/],
    [['--format', 'csv', '--sql', 'DELETE FROM files'], /only reads/],
  ] as const) {
    const run = await cli([...to, ...args]);
    expect(run, args.join(' ')).toMatchObject({ code: 2, out: '' });
    expect(run.err, args.join(' ')).toMatch(message);
  }
  expect(names(out)).toEqual([]);
});

test('a workspace that is open elsewhere answers 3, and the journal tells of exports', async () => {
  const { workspace, out } = await imported();
  const words = ['export', '--workspace', workspace, '--format', 'csv', '--output', join(out, 'a.csv')];
  expect((await cli(words)).code).toBe(0);
  const journal = readFileSync(join(workspace, 'journal.jsonl'), 'utf8');
  expect(journal).toContain('"what":"export.finished"');
  const { engine } = testEngine();
  await engine.openWorkspaceAt({ path: workspace, lock: 'respect' });
  expect(await cli([...words, '--force'])).toMatchObject({ code: 3, out: '' });
  expect(existsSync(join(out, 'a.csv'))).toBe(true);
});

test('the help tells the formats and what stands beside the file', async () => {
  const help = await cli(['export', '--help']);
  expect(help).toMatchObject({ code: 0, err: '' });
  for (const word of [
    'csv',
    'jsonl',
    'records',
    'parquet',
    'xlsx',
    'event-history',
    '.about.json',
    '--force',
  ])
    expect(help.out).toContain(word);
});
