import { execFile, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { openWorkspaceFolder } from '../../electron/engine/workspace/session.ts';
import { writeTrail } from '../../electron/sample/write-trail.ts';
import { testEngine } from '../support/engine.ts';
import { logFile, logText, record } from '../support/records.ts';
import { tempFolder, writeFiles } from '../support/temp.ts';
import { cli, cliPath } from './run-cli.ts';

const hostile = {
  eventName: '=HYPERLINK("https://example.invalid")',
  userAgent: 'a\u001b[2Jb\u202Ec\u009bd',
  awsRegion: '-1+1',
};
const records = [record(1), record(2, hostile), record(3, { errorCode: 'AccessDenied' })];

function archive(
  files: Readonly<Record<string, string | Uint8Array>> = { 'trail/a.json.gz': logFile(records) },
): {
  root: string;
  trail: string;
  workspace: string;
} {
  const root = writeFiles(tempFolder('trailglass cli'), files);
  return { root, trail: join(root, 'trail'), workspace: join(root, 'my workspace') };
}
async function imported(files?: Readonly<Record<string, string | Uint8Array>>) {
  const places = archive(files);
  const run = await cli(['import', places.trail, '--workspace', places.workspace, '--quiet']);
  expect(run).toMatchObject({ code: 0, err: '' });
  return places;
}
const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('the built command starts with its interpreter, and its help tells the exit codes', async () => {
  expect(readFileSync(cliPath, 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node');
  const help = await cli(['--help']);
  expect(help).toMatchObject({ code: 0, err: '' });
  for (const code of ['0 ', '1 ', '2 ', '3 ', '4 ', '130 ']) expect(help.out).toContain(`\n  ${code}`);
  expect((await cli(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([
  [['nonsense']],
  [['query', 'w']],
  [['import', 'x']],
  [['events', 'w', '--limit', '0']],
  [['events', 'w', '--json', '--csv']],
  [['events', 'w', '--raw', '--columns', 'eventName']],
  [['ledger', 'w', '--status', 'odd']],
  [['events', 'w', '--columns', 'evntName']],
  [['events', 'w', '--sort', 'nothing like it']],
])('%j is wrong use', async (args) => {
  const run = await cli(args);
  expect(run).toMatchObject({ code: 2, out: '' });
  expect(run.err).not.toBe('');
});

const duckdb = pathToFileURL(createRequire(import.meta.url).resolve('@duckdb/node-api')).href;

/** Loaded before the command line: an import waits at its second batch, which it names, until Ctrl+C comes. */
const gateAtSecondBatch = `
import api from ${JSON.stringify(duckdb)};
const { run } = api.DuckDBConnection.prototype;
let batches = 0;
api.DuckDBConnection.prototype.run = async function (sql, ...rest) {
  if (sql.startsWith('INSERT INTO trail.main.event_columns') && (batches += 1) === 2) {
    const stopped = new Promise((resolve) => process.once('SIGINT', resolve));
    process.stderr.write('at the gate\\n');
    await stopped;
  }
  return run.call(this, sql, ...rest);
};
`;

describe('import', () => {
  test('makes a workspace that info describes, and adds to it later', async () => {
    const { root, trail, workspace } = archive();
    const first = await cli(['import', trail, '--workspace', workspace, '--title', 'First look']);
    expect(first.code).toBe(0);
    expect(first.out).toContain(workspace);
    writeFiles(root, { 'more/b.json': logText([record(4), record(1)]) });
    const second = await cli(['import', join(root, 'more'), '--workspace', workspace, '--json']);
    expect(second.code).toBe(0);
    expect(jsonLines(second.out)).toMatchObject([{ workspace, events: 4, records: 5, duplicates: 1 }]);
    const info = await cli(['info', workspace, '--json']);
    expect(info).toMatchObject({ code: 0, err: '' });
    expect(jsonLines(info.out)).toMatchObject([
      {
        title: 'First look',
        path: workspace,
        sources: [trail, join(root, 'more')],
        events: 4,
        files: { accepted: 2 },
        firstEvent: '2025-03-03T10:00:01Z',
        lastEvent: '2025-03-03T10:00:04Z',
        isImportUnfinished: false,
      },
    ]);
    expect((await cli(['info', workspace])).out).toMatch(
      /Records +5 = 4 events \+ 1 duplicates \+ 0 aggregated/,
    );
    const again = await cli(['import', '--workspace', workspace]);
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toMatch(/2 files known already/);
  });

  test('leaves the evidence as it was', async () => {
    const { trail, workspace } = archive();
    const look = () => [
      readdirSync(trail),
      statSync(join(trail, 'a.json.gz')).mtimeMs,
      readFileSync(join(trail, 'a.json.gz')),
    ];
    const before = look();
    await cli(['import', trail, '--workspace', workspace]);
    await cli(['events', workspace]);
    expect(look()).toEqual(before);
  });

  test('refused files are told, and the rest counts', async () => {
    const { trail, workspace } = archive({
      'trail/a.json.gz': logFile(records),
      'trail/b.json.gz': logFile(records).subarray(0, 60),
    });
    const run = await cli(['import', trail, '--workspace', workspace]);
    expect(run.code).toBe(0);
    expect(run.err).toMatch(/1 file was refused.*ledger .* --status refused/);
    const ledger = await cli(['ledger', workspace, '--status', 'refused', '--json']);
    expect(jsonLines(ledger.out)).toMatchObject([{ status: 'refused', path: join(trail, 'b.json.gz') }]);
    expect((await cli(['ledger', workspace, '--csv'])).out.split('\r\n')).toHaveLength(4);
  });

  test('an import that accepts nothing answers 4', async () => {
    const { trail, workspace } = archive({ 'trail/broken.json.gz': logFile(records).subarray(0, 60) });
    const run = await cli(['import', trail, '--workspace', workspace]);
    expect(run.code).toBe(4);
    expect(run.err).toMatch(/No file was accepted/);
  });

  test('a source that is not there, or a workspace inside the evidence, fails and makes nothing', async () => {
    const { root, trail, workspace } = archive();
    expect(await cli(['import', join(root, 'gone'), '--workspace', workspace])).toMatchObject({ code: 1 });
    expect(await cli(['import', trail, '--workspace', join(trail, 'w')])).toMatchObject({ code: 1 });
    expect(readdirSync(root)).toEqual(['trail']);
    expect(readdirSync(trail)).toEqual(['a.json.gz']);
    expect(await cli(['import', '--workspace', workspace])).toMatchObject({ code: 2 });
  });

  test('Ctrl+C stops it with 130, whole and ready to continue', async () => {
    const root = tempFolder();
    const trail = join(root, 'trail');
    const workspace = join(root, 'w');
    await writeTrail({ events: 10_000, seed: 5 }, trail, {});
    const gate = join(root, 'gate.mjs');
    writeFileSync(gate, gateAtSecondBatch);
    const stopped = await cli(
      ['import', trail, '--workspace', workspace],
      (child) =>
        child.stderr?.on('data', (chunk: Buffer) => {
          if (chunk.includes('at the gate')) child.kill('SIGINT');
        }),
      { NODE_OPTIONS: `--import=${pathToFileURL(gate).href}` },
    );
    expect(stopped).toMatchObject({ code: 130, out: '' });
    expect(stopped.err).toMatch(/Stopped/);
    expect(existsSync(join(workspace, 'lock'))).toBe(false);
    const between = jsonLines((await cli(['info', workspace, '--json'])).out)[0];
    expect(between).toMatchObject({ isImportUnfinished: true });
    expect(Number(between!['records'])).toBe(Number(between!['events']) + Number(between!['duplicates']));
    expect(Number(between!['records'])).toBeLessThan(10_000);
    expect(await cli(['import', '--workspace', workspace])).toMatchObject({ code: 0 });
    const after = jsonLines((await cli(['info', workspace, '--json'])).out)[0];
    expect(after).toMatchObject({ records: 10_000, isImportUnfinished: false });
  });
});

describe('query', () => {
  test('answers as table, JSON lines and CSV', async () => {
    const { workspace } = await imported();
    const sql =
      'SELECT "eventName" AS n, count(*) AS c, -1 AS m FROM event_columns GROUP BY ALL ORDER BY c, n';
    const table = await cli(['query', workspace, sql]);
    expect(table).toMatchObject({ code: 0, err: '' });
    expect(table.out.split('\n')[0]).toMatch(/^n +c +m$/);
    expect(jsonLines((await cli(['query', workspace, sql, '--json'])).out)).toEqual([
      { n: hostile.eventName, c: '1', m: -1 },
      { n: 'GetBucketAcl', c: '2', m: -1 },
    ]);
    expect((await cli(['query', workspace, sql, '--csv'])).out).toBe(
      `n,c,m\r\n"'=HYPERLINK(""https://example.invalid"")",1,-1\r\nGetBucketAcl,2,-1\r\n`,
    );
  });

  test('columns of one name stay apart in JSON', async () => {
    const { workspace } = await imported();
    expect((await cli(['query', workspace, 'SELECT 1 AS a, 2 AS a', '--json'])).out).toBe(
      '{"a":1,"a_2":2}\n',
    );
  });

  test('the limit is told', async () => {
    const { workspace } = await imported();
    const run = await cli(['query', workspace, 'SELECT range FROM range(5000)']);
    expect(run.out.split('\n')).toHaveLength(1_003);
    expect(run.err).toMatch(/first 1,000 rows/);
    expect((await cli(['query', workspace, 'FROM range(5000)', '--csv'])).out.split('\r\n')).toHaveLength(
      5_002,
    );
  });

  test('a sample is told, and a share that is none is refused', async () => {
    const { workspace } = await imported();
    const sampled = await cli(['query', workspace, 'SELECT 1 AS a', '--json', '--sample', '1%']);
    expect(sampled).toMatchObject({ code: 0, out: '{"a":1}\n' });
    expect(sampled.err).toMatch(/from a sample of about 1 % of the events: counts are not exact/);
    const whole = await cli(['query', workspace, 'SELECT 1 AS a', '--json']);
    expect(whole).toMatchObject({ code: 0, err: '' });
    for (const share of ['0', '100', 'some'])
      expect(await cli(['query', workspace, 'SELECT 1', '--sample', share])).toMatchObject({ code: 2 });
  });

  test('a mistake is shown with its place, a change is refused; both answer 2', async () => {
    const { workspace } = await imported();
    const mistake = await cli(['query', workspace, 'SELECT "eventName",\n  nope FROM events']);
    expect(mistake).toMatchObject({ code: 2, out: '' });
    expect(mistake.err).toMatch(/\n {4}nope FROM events\n {4}\^\n/);
    const change = await cli(['query', workspace, 'DELETE FROM events']);
    expect(change).toMatchObject({ code: 2, out: '' });
    expect(change.err).toMatch(/a DELETE statement/);
  });

  /** The folder is made while the workspace is opened; from then on the program hears the signal. */
  const interruptedOnceOpen = (temp: string) => (child: ChildProcess) => {
    const timer = setInterval(() => {
      if (readdirSync(temp).length < 2) return;
      clearInterval(timer);
      child.kill('SIGINT');
    }, 20);
  };

  test('Ctrl+C ends a long statement with 130', async () => {
    const { workspace } = await imported();
    const temp = tempFolder();
    const long = 'SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range = 7';
    const run = await cli(['query', workspace, long], interruptedOnceOpen(temp), { TMPDIR: temp });
    expect(run).toMatchObject({ code: 130, out: '' });
  });

  test('a statement ends when its time is over', async () => {
    const { workspace } = await imported();
    const long = 'SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range = 7';
    const run = await cli(['query', workspace, long, '--timeout', '0.5']);
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toMatch(/ran longer than its limit of .* It was stopped/);
  });

  // Takes an hour, and no interrupt is heard in it.
  const endless = `SELECT levenshtein(repeat('a', 1000000), repeat('b', 1000000))`;

  test('a statement that cannot be stopped ends with the program when its time is over', async () => {
    const { workspace } = await imported();
    const temp = tempFolder();
    const run = await cli(['query', workspace, endless, '--timeout', '1'], undefined, { TMPDIR: temp });
    expect(run).toMatchObject({ code: null, signal: 'SIGTERM', out: '' });
    expect(run.err).toMatch(/ran longer than its limit of 1 second. It did not stop/);
    expect(readdirSync(temp)).toEqual([]);
  }, 120_000);

  test('Ctrl+C ends a statement that cannot be stopped', async () => {
    const { workspace } = await imported();
    const temp = tempFolder();
    const run = await cli(['query', workspace, endless], interruptedOnceOpen(temp), { TMPDIR: temp });
    expect([run.code, run.signal]).toSatisfy(
      ([code, signal]: [number | null, string | null]) => code === 130 || signal === 'SIGINT',
    );
    expect(readdirSync(temp)).toEqual([]);
  }, 120_000);
});

describe('events', () => {
  test('filters, sorts and picks columns', async () => {
    const { workspace } = await imported();
    const run = await cli([
      'events',
      workspace,
      '--filter',
      'eventName:GetBucketAcl',
      '--columns',
      'eventtime, requestParameters.bucketName,errorCode,readOnly',
      '--sort',
      'eventTime:desc',
      '--json',
    ]);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(jsonLines(run.out)).toEqual([
      {
        eventTime: '2025-03-03T10:00:03Z',
        'requestParameters.bucketName': 'ledger-archive',
        errorCode: 'AccessDenied',
        readOnly: true,
      },
      {
        eventTime: '2025-03-03T10:00:01Z',
        'requestParameters.bucketName': 'ledger-archive',
        errorCode: null,
        readOnly: true,
      },
    ]);
    expect(jsonLines((await cli(['events', workspace, '--json', '--limit', '2'])).out)).toHaveLength(2);
  });

  test('takes lists of indicators from files, and tells which of them were seen', async () => {
    const { workspace, root: folder } = await imported({
      'trail/a.json': logFile([
        record(1, { sourceIPAddress: '203.0.113.7' }),
        record(2, { sourceIPAddress: '203.0.113.8', userIdentity: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' } }),
        record(3, { sourceIPAddress: '203.0.113.9' }),
      ]),
    });
    const list = join(folder, 'indicators.txt');
    writeFileSync(list, '# seen elsewhere\n203[.]0[.]113[.]7; 198.51.100.1\n"AKIAIOSFODNN7EXAMPLE"');
    const addresses = async (...args: string[]): Promise<unknown[]> => {
      const run = await cli(['events', workspace, ...args, '--columns', 'sourceIPAddress', '--json']);
      expect(run).toMatchObject({ code: 0 });
      return jsonLines(run.out).map((line) => (line as { sourceIPAddress: string }).sourceIPAddress);
    };
    expect(await addresses('--in', `@${list}`)).toEqual(['203.0.113.7', '203.0.113.8']);
    expect(await addresses('--in', `sourceIPAddress=@${list}`, '--filter', 'eventName:*')).toEqual([
      '203.0.113.7',
    ]);
    const hits = await cli(['events', workspace, '--in', `@${list}`, '--hits', '--csv']);
    expect(hits.out.trim().split(/\r?\n/)).toEqual([
      'entry,events,firstSeen,lastSeen',
      '203.0.113.7,1,2025-03-03T10:00:01Z,2025-03-03T10:00:01Z',
      'AKIAIOSFODNN7EXAMPLE,1,2025-03-03T10:00:02Z,2025-03-03T10:00:02Z',
      '198.51.100.1,0,,',
    ]);
    expect(hits.err).toContain('2 of 3 entries found, in 2 events.');
    expect(await cli(['events', workspace, '--in', 'ips.txt'])).toMatchObject({ code: 2, out: '' });
    expect((await cli(['events', workspace, '--in', `@${join(folder, 'none')}`])).err).toContain(
      'cannot be read',
    );
  });

  test('what an attacker wrote runs neither in a spreadsheet nor in a terminal', async () => {
    const { workspace } = await imported();
    const args = [
      'events',
      workspace,
      '--filter',
      'awsRegion:"-1+1"',
      '--columns',
      'eventName,awsRegion,userAgent',
    ];
    const csv = await cli([...args, '--csv']);
    expect(csv.out).toContain(`"'=HYPERLINK(""https://example.invalid"")",'-1+1,`);
    const table = await cli(args);
    expect(table.out).toContain('a␛[2Jb<U+202E>c<U+009B>d');
    const json = await cli([...args, '--json']);
    for (const run of [table, json]) expect(run.out).not.toMatch(/[\u001b\u009b\u202e]/);
    expect(jsonLines(json.out)[0]).toMatchObject({ userAgent: hostile.userAgent });
  });

  test('--raw gives each record’s exact text', async () => {
    const odd = JSON.stringify(record(1)).replace('{', '{ "n" : 1.10,  "k":"é\\u0041",');
    const { workspace } = await imported({ 'trail/a.json': `{"Records":[ ${odd} ]}` });
    expect((await cli(['events', workspace, '--raw'])).out).toBe(`${odd}\n`);
  });

  test('a mistake in the filter is pointed at', async () => {
    const run = await cli(['events', 'anywhere', '--filter', 'eventName:x evntSource:y']);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain('\n  eventName:x evntSource:y\n              ^^^^^^^^^^\n');
    expect(run.err).toContain('eventSource');
  });

  test('a long answer comes whole, and a reader that leaves early is no failure', async () => {
    const many = Array.from({ length: 5_000 }, (_, n) => record(n));
    const { workspace } = await imported({ 'trail/a.json.gz': logFile(many) });
    const whole = jsonLines((await cli(['events', workspace, '--json', '--columns', 'eventID'])).out);
    expect(new Set(whole.map((row) => row['eventID'])).size).toBe(5_000);
    const { stdout } = await promisify(execFile)('bash', [
      '-c',
      `set -o pipefail; "${process.execPath}" "${cliPath}" events "${workspace}" --raw | head -1; echo "code \${PIPESTATUS[0]}"`,
    ]);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('code 0');
  });
});

describe('a workspace that is open elsewhere', () => {
  test('answers 3 to every command and is not disturbed', async () => {
    const { workspace, trail } = await imported();
    const { engine, call } = testEngine();
    await engine.openWorkspaceAt({ path: workspace, lock: 'respect' });
    for (const args of [
      ['query', workspace, 'SELECT 1'],
      ['events', workspace],
      ['info', workspace],
      ['ledger', workspace],
      ['import', trail, '--workspace', workspace],
    ]) {
      const run = await cli(args);
      expect(run, args[0]).toMatchObject({ code: 3, out: '' });
      expect(run.err).toMatch(/open|another/i);
    }
    expect(await call('workspace.current', {})).toMatchObject({ path: workspace, events: 3 });
    expect(await call('ledger.summary', {})).toMatchObject({ events: 3 });
  });

  test('reading commands run side by side and leave no lock', async () => {
    const { workspace } = await imported();
    const runs = await Promise.all(
      [1, 2].map((n) => cli(['query', workspace, `SELECT pg_sleep(1), ${n} AS n`])),
    );
    expect(runs.map((run) => run.code)).toEqual([0, 0]);
    expect(existsSync(join(workspace, 'lock'))).toBe(false);
    const folder = await openWorkspaceFolder({ path: workspace, lock: 'respect' });
    await folder.close();
  });
});

test('a folder that is no workspace, and a damaged one, fail with advice', async () => {
  const root = tempFolder();
  mkdirSync(join(root, 'plain'));
  expect(await cli(['info', join(root, 'plain')])).toMatchObject({ code: 1, out: '' });
  writeFiles(root, { 'w/workspace.json': '{' });
  const run = await cli(['info', join(root, 'w')]);
  expect(run.code).toBe(1);
  expect(run.err).toMatch(/Restore it from a copy/);
});
