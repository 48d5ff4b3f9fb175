import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathsIn } from '../../electron/cli/file-list.ts';
import { logFile, logText, record } from '../support/records.ts';
import { tempFolder, writeFiles } from '../support/temp.ts';
import { cli, cliPath } from './run-cli.ts';

const stamped =
  'trail/AWSLogs/111122223333/CloudTrail/eu-west-1/2025/03/03/111122223333_CloudTrail_eu-west-1_20250303T1005Z_AAAAAAAAAAAAAAAA.json.gz';

const places = (
  files: Readonly<Record<string, string | Uint8Array>>,
): { root: string; workspace: string } => {
  const root = writeFiles(tempFolder(), files);
  return { root, workspace: join(root, 'w') };
};

const json = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

/** Runs the command line with something on its standard input. */
async function piped(
  input: string,
  args: readonly string[],
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [cliPath, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

describe('import --dry-run', () => {
  test('tells what is there and writes nothing', async () => {
    const { root } = places({
      [stamped]: logFile([record(1), record(2)]),
      'trail/one.json': logText([record(3)]),
      'trail/notes.txt': 'call the bank about the\u001b[2Jinvoice',
    });
    const run = await cli(['import', '--dry-run', join(root, 'trail')]);
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/Files +3, /);
    expect(run.out).toMatch(/Accounts +111122223333 \(1\)/);
    expect(run.out).toMatch(/Delivered +2025-03-03T10:05:00Z to 2025-03-03T10:05:00Z/);
    expect(run.out).toMatch(/CloudTrail log file +yes +2 +\d+/);
    expect(run.out).toMatch(/text +no +1 +/);
    expect(readdirSync(root)).toEqual(['trail']);
    const told = await cli(['import', '--dry-run', '--json', join(root, 'trail'), '--quiet']);
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(json(told.out)).toMatchObject({
      dryRun: true,
      sources: [join(root, 'trail')],
      files: 3,
      kinds: [
        { kind: 's3-log', isReadable: true, files: 2 },
        { kind: 'text', isReadable: false, files: 1 },
      ],
      accounts: [{ value: '111122223333', files: 1 }],
      firstDelivery: '2025-03-03T10:05:00Z',
      problems: [],
    });
  });

  test('answers 4 where nothing can be read, and wants a path and no workspace', async () => {
    const { root, workspace } = places({ 'trail/notes.txt': 'call the bank' });
    expect(await cli(['import', '--dry-run', join(root, 'trail')])).toMatchObject({ code: 4 });
    expect(await cli(['import', '--dry-run', join(root, 'trail'), '--workspace', workspace])).toMatchObject({
      code: 2,
    });
    expect(await cli(['import', '--dry-run'])).toMatchObject({ code: 2 });
    expect(await cli(['import', join(root, 'trail')])).toMatchObject({ code: 2 });
    expect(await cli(['import', '--dry-run', join(root, 'gone')])).toMatchObject({ code: 1 });
    expect(existsSync(workspace)).toBe(false);
  });
});

describe('import --files-from', () => {
  const files = {
    'a.json': logText([record(1)]),
    'b c.json': logText([record(2)]),
    'not listed.json': logText([record(3)]),
  };

  test.each([
    ['\n', 'lines'],
    ['\r\n', 'lines of Windows'],
    ['\0', 'NULs'],
  ])('reads a list with %j between the paths', async (between) => {
    const { root, workspace } = places(files);
    const list = [join(root, 'a.json'), join(root, 'b c.json'), join(root, 'a.json'), ''].join(between);
    const run = await piped(list, [
      'import',
      '--files-from',
      '-',
      '--workspace',
      workspace,
      '--json',
      '--quiet',
    ]);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(json(run.out)).toMatchObject({ records: 2, events: 2, files: { accepted: 2 } });
  });

  test('reads it from a file too, beside paths, and in a dry run', async () => {
    const { root, workspace } = places({ ...files, 'list.txt': '' });
    writeFiles(root, { 'list.txt': `${join(root, 'a.json')}\n` });
    const args = ['--files-from', join(root, 'list.txt'), join(root, 'b c.json'), '--json', '--quiet'];
    const dry = await cli(['import', '--dry-run', ...args]);
    expect(json(dry.out)).toMatchObject({ files: 2 });
    expect(existsSync(workspace)).toBe(false);
    const run = await cli(['import', ...args, '--workspace', workspace]);
    expect(json(run.out)).toMatchObject({ events: 2 });
  });

  test('says what is wrong with a list', async () => {
    const { root, workspace } = places({ 'empty.txt': '\n\n' });
    const into = ['--workspace', workspace];
    expect(await cli(['import', '--files-from', join(root, 'gone'), ...into])).toMatchObject({ code: 1 });
    expect(await cli(['import', '--files-from', join(root, 'empty.txt'), ...into])).toMatchObject({
      code: 2,
    });
    const missing = await piped(`${join(root, 'missing')}\n`, ['import', '--files-from', '-', ...into]);
    expect(missing).toMatchObject({ code: 1 });
    expect(missing.err).toContain(join(root, 'missing'));
    const many = Array.from({ length: 10_001 }, (_, n) => `x${n}`);
    writeFiles(join(root, 'many'), Object.fromEntries(many.map((name) => [name, ''])));
    const list = many.map((name) => join(root, 'many', name)).join('\n');
    const tooMany = await piped(list, ['import', '--files-from', '-', ...into]);
    expect(tooMany).toMatchObject({ code: 2 });
    expect(tooMany.err).toContain('at most 10,000 sources');
    expect(existsSync(workspace)).toBe(false);
  });

  test('keeps line ends inside names when NULs part them', () => {
    expect(pathsIn('a\nb\0c\0')).toEqual(['a\nb', 'c']);
    expect(pathsIn('a\r\n\r\nb\n')).toEqual(['a', 'b']);
  });
});

describe('files read in part', () => {
  test('count as accepted, are told with what they lack, and add up', async () => {
    const text = logText([record(1), record(2)]).replace('{"eventVersion"', '{eventVersion"');
    const { root, workspace } = places({ 'trail/part.json': text });
    const run = await cli(['import', join(root, 'trail'), '--workspace', workspace]);
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/2 records from 1 log file: 1 event, 1 record refused; 1 file read in part/);
    expect(run.err).toMatch(/1 file was read in part\. .*trailglass ledger .* --problems/);
    const ledger = await cli(['ledger', workspace, '--json']);
    expect(json(ledger.out)).toMatchObject({
      status: 'partial',
      kindLabel: 'CloudTrail log file',
      records: 2,
      events: 1,
      duplicates: 0,
      aggregated: 0,
      refused: 1,
      memberOf: null,
    });
    const problems = await cli(['ledger', workspace, '--problems', '--json']);
    expect(json(problems.out)).toMatchObject({ path: join(root, 'trail', 'part.json') });
    expect(json(problems.out)['position']).toBeGreaterThanOrEqual(12);
    expect(json(problems.out)['position']).toBeLessThan(60);
    expect((await cli(['info', workspace])).out).toMatch(
      /2 = 1 events \+ 0 duplicates \+ 0 aggregated \+ 1 refused/,
    );
    expect(await cli(['ledger', workspace, '--problems', '--status', 'partial'])).toMatchObject({ code: 2 });
  });
});
