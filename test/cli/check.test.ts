import {
  appendFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testEngine } from '../support/engine.ts';
import { logFile, record } from '../support/records.ts';
import { tempFolder, writeFiles } from '../support/temp.ts';
import { cli } from './run-cli.ts';

interface Found {
  readonly part: string;
  readonly state: string;
  readonly what: string;
  readonly todo: string | null;
}

async function workspace() {
  const root = writeFiles(tempFolder('trailglass check'), {
    'trail/a.json.gz': logFile([record(1), record(2)]),
    'trail/b.json.gz': logFile([record(2), record(3)]),
  });
  const path = join(root, 'w.trailglass');
  const run = await cli(['import', join(root, 'trail'), '--workspace', path, '--quiet']);
  expect(run.code).toBe(0);
  return { root, path, trail: join(root, 'trail') };
}

const check = async (path: string, ...more: readonly string[]) => {
  const run = await cli(['check', path, '--json', '--quiet', ...more]);
  const found = run.out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Found]));
  return { code: run.code, err: run.err, found, wrong: found.filter(({ state }) => state === 'wrong') };
};

/** Names, sizes and times of everything in a folder. */
const look = (folder: string): unknown =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => [name, statSync(join(folder, name)).size, statSync(join(folder, name)).mtimeMs]);

test('a sound workspace is sound in every part, and nothing in it is touched', async () => {
  const { path, trail } = await workspace();
  const before = [look(path), look(trail)];
  const { code, err, found } = await check(path, '--sources');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(found.every(({ state, todo }) => state === 'sound' && todo === null)).toBe(true);
  expect(new Set(found.map(({ part }) => part))).toEqual(
    new Set(['folder', 'database', 'ledger', 'journal', 'notes', 'saved work', 'sources']),
  );
  expect(found.find(({ part }) => part === 'ledger')?.what).toContain('4 records = 3 + 1 + 0 + 0');
  expect([look(path), look(trail)]).toEqual(before);
  const words = await cli(['check', path]);
  expect(words.out).toMatch(/^sound +database +It opens and is read to its end: 3 events/m);
});

const damage: readonly (readonly [name: string, part: string, spoil: (path: string) => void])[] = [
  [
    'a database of other bytes',
    'database',
    (path) => writeFileSync(join(path, 'events.duckdb'), 'no database '.repeat(99)),
  ],
  ['a database that is cut off', 'database', (path) => truncateSync(join(path, 'events.duckdb'), 20_000)],
  [
    'a database with a changed block',
    'database',
    (path) => {
      const file = join(path, 'events.duckdb');
      const bytes = readFileSync(file);
      for (let at = 12_288 + 100; at < bytes.length; at += 4_096)
        bytes.writeUInt8((bytes[at] ?? 0) ^ 0xff, at);
      writeFileSync(file, bytes);
    },
  ],
  ['no database', 'database', (path) => rmSync(join(path, 'events.duckdb'))],
  ['no workspace.json', 'folder', (path) => rmSync(join(path, 'workspace.json'))],
  ['a broken workspace.json', 'folder', (path) => writeFileSync(join(path, 'workspace.json'), '{"format":')],
  ['no journal', 'journal', (path) => rmSync(join(path, 'journal.jsonl'))],
  [
    'a journal with a changed entry',
    'journal',
    (path) => {
      const file = join(path, 'journal.jsonl');
      writeFileSync(file, readFileSync(file, 'utf8').replace('import.started', 'import.ended'));
    },
  ],
  [
    'a journal without its first line',
    'journal',
    (path) => {
      const file = join(path, 'journal.jsonl');
      writeFileSync(file, readFileSync(file, 'utf8').replace(/^.*\n/, ''));
    },
  ],
  ['a note that is no JSON', 'notes', (path) => appendFileSync(join(path, 'annotations.jsonl'), '{"id":\n')],
  ['saved work that is no JSON', 'saved work', (path) => writeFileSync(join(path, 'saved.json'), '[')],
  ['a decision that is no JSON', 'saved work', (path) => writeFileSync(join(path, 'work.jsonl'), '[\n')],
  ['a run that is no JSON', 'saved work', (path) => writeFileSync(join(path, 'sql-history.jsonl'), '[\n')],
];

describe('a damaged workspace', () => {
  test.each(damage)('with %s is told so in the part “%s”, with what to do', async (_name, part, spoil) => {
    const { path } = await workspace();
    spoil(path);
    const before = look(path);
    const { code, wrong, found } = await check(path);
    expect(code).toBe(1);
    expect(wrong.map((one) => one.part)).toEqual([part]);
    expect(wrong[0]?.todo).toBeTruthy();
    expect(found.length).toBeGreaterThan(4);
    expect(look(path)).toEqual(before);
  });

  test('whose ledger does not add up is told so', async () => {
    const { path } = await workspace();
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(join(path, 'events.duckdb'));
    const connection = await instance.connect();
    await connection.run(`DELETE FROM event_columns WHERE "requestID" = 'REQ1'`);
    connection.closeSync();
    instance.closeSync();
    const { code, wrong } = await check(path);
    expect(code).toBe(1);
    expect(wrong).toMatchObject([
      { part: 'ledger', what: expect.stringContaining('do not add up: 4 records') },
    ]);
  });

  test('is no folder at all', async () => {
    const run = await cli(['check', join(tempFolder(), 'nothing')]);
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toMatch(/There is no workspace folder/);
  });
});

test('evidence that changed or went away is named when its hashes are asked for', async () => {
  const { path, trail } = await workspace();
  writeFileSync(join(trail, 'a.json.gz'), logFile([record(9)]));
  rmSync(join(trail, 'b.json.gz'));
  expect((await check(path)).code).toBe(0);
  const { code, wrong } = await check(path, '--sources');
  expect(code).toBe(1);
  expect(wrong.map(({ what }) => what)).toEqual([
    expect.stringMatching(/1 file of the evidence has other content .*a\.json\.gz/),
    expect.stringMatching(/1 file of the evidence cannot be read: .*b\.json\.gz \(It is not there any more/),
  ]);
});

test('a database that another program changes is left out, and the program named', async () => {
  const { root, path } = await workspace();
  const engine = testEngine(root);
  await engine.call('workspace.open', { grant: engine.grant(path), lock: 'respect', rebuild: false });
  const { code, found } = await check(path, '--sources');
  expect(code).toBe(5);
  expect(found.filter(({ state }) => state === 'unchecked').map(({ part }) => part)).toEqual([
    'database',
    'sources',
  ]);
  expect(found.find(({ part }) => part === 'database')?.what).toContain(`process ${process.pid}`);
});

test('assign-account gives files an account and takes it back, and says what it did', async () => {
  const { path, trail } = await workspace();
  const given = await cli(['assign-account', path, '111122223333', join(trail, 'a.json.gz'), '--quiet']);
  expect(given).toMatchObject({ code: 0, err: '' });
  expect(given.out).toBe('Account 111122223333 assigned to 1 file, for the records that name none.\n');
  expect((await cli(['ledger', path, '--json'])).out).toContain('"givenAccount":"111122223333"');
  expect((await cli(['assign-account', path, 'none', trail, '--quiet'])).code).toBe(0);
  expect((await cli(['ledger', path, '--json'])).out).not.toContain('"givenAccount":"111122223333"');
  expect(await cli(['assign-account', path, '12', trail])).toMatchObject({ code: 2, out: '' });
  expect((await cli(['assign-account', path, 'none', '/nowhere'])).err).toContain('no file at /nowhere');
});

describe('rebuild', () => {
  test('makes a damaged database again from the sources and keeps the person’s work and the former database', async () => {
    const { root, path } = await workspace();
    const engine = testEngine(root);
    await engine.call('workspace.open', { grant: engine.grant(path), lock: 'respect', rebuild: false });
    await engine.call('saved.add', { item: { kind: 'query', name: 'mine', sql: 'select 1' } });
    await engine.call('workspace.close', {});
    writeFileSync(join(path, 'events.duckdb'), 'no database '.repeat(99));
    const run = await cli(['rebuild', path, '--quiet']);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toContain('4 records from 2 log files: 3 events, 1 duplicate merged');
    expect((await check(path, '--sources')).code).toBe(0);
    const aside = readdirSync(path).filter((name) => name.startsWith('events.duckdb.aside-'));
    expect(readFileSync(join(path, aside[0] ?? ''), 'utf8')).toContain('no database');
    await engine.call('workspace.open', { grant: engine.grant(path), lock: 'respect', rebuild: false });
    expect((await engine.call('saved.list', {})).map((item) => item.name)).toEqual(['mine']);
  });

  test('names a source that is not there, and takes what is', async () => {
    const { root, path, trail } = await workspace();
    writeFiles(root, { 'more/c.json.gz': logFile([record(7)]) });
    await cli(['import', join(root, 'more'), '--workspace', path, '--quiet']);
    rmSync(join(root, 'more'), { recursive: true });
    const run = await cli(['rebuild', path, '--quiet']);
    expect(run.code).toBe(1);
    expect(run.err).toContain(`${join(root, 'more')} is not there`);
    expect((await cli(['info', path, '--json'])).out).toContain('"events":3');
    expect(existsSync(trail)).toBe(true);
  });

  test('changes nothing when no source is there', async () => {
    const { path, trail } = await workspace();
    rmSync(trail, { recursive: true });
    const before = look(path);
    const run = await cli(['rebuild', path]);
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toMatch(/None of the sources is there .* Nothing was changed/);
    expect(look(path)).toEqual(before);
  });
});
