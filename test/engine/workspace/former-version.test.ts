import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { WorkspaceInfo } from '../../../shared/contract/workspaces.ts';
import { all, testEngine, type TestEngine } from '../../support/engine.ts';
import { tempFolder } from '../../support/temp.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/workspaces', import.meta.url));

/** A workspace that an earlier version made, ready to open. */
function formerWorkspace(name: string): string {
  const path = join(tempFolder(), 'former.trailglass');
  mkdirSync(path);
  cpSync(join(fixtures, name), path, { recursive: true });
  writeFileSync(join(path, 'events.duckdb'), gunzipSync(readFileSync(join(path, 'events.duckdb.gz'))));
  rmSync(join(path, 'events.duckdb.gz'));
  return path;
}

async function state({ call }: TestEngine): Promise<Record<string, unknown>> {
  const window = await call('events.window', {
    question: all,
    sort: [{ field: 'eventID', descending: false }],
    offset: 0,
    limit: 100,
    columns: ['eventTime', 'outcome', 'completeness', 'result', 'consequence'],
  });
  const { records, events, duplicates, conflicts, reshaped } = await call('ledger.summary', {});
  return { rows: window.columns, records, events, duplicates, reshaped, conflicts: conflicts.length };
}

const seconds = (...from: readonly (string | null)[]): (number | null)[] =>
  from.map((time) => (time === null ? null : Date.parse(`2025-03-03T${time}Z`) * 1_000));

const readAgain = {
  rows: [
    seconds('10:00:01', '10:00:02', '11:06:43', null, '10:00:05', '10:00:06', '10:00:07', '10:00:08'),
    Array.from({ length: 8 }, () => 'success'),
    ['complete', 'complete', 'complete', 'unread', 'complete', 'unread', 'complete', 'complete'],
    Array.from({ length: 8 }, () => 'done'),
    [...Array.from({ length: 6 }, () => 'other'), 'change', 'other'],
  ],
  ...{ records: 18, events: 8, duplicates: 10, reshaped: 1, conflicts: 0 },
};

/** Waits until no columns are of an earlier version. */
async function upToDate({ call, finished }: TestEngine): Promise<void> {
  const stop = new AbortController();
  const jobId = await new Promise<string>((resolve, reject) => {
    call(
      'jobs.watch',
      {},
      { signal: stop.signal, onProgress: (jobs) => jobs[0] && resolve(jobs[0].id) },
    ).catch(
      (error: unknown) =>
        stop.signal.aborted || reject(error instanceof Error ? error : new Error(String(error))),
    );
  });
  stop.abort();
  expect(await finished(jobId)).toMatchObject({ kind: 'derive-again', state: 'done' });
}

const isOutdated = ({ notices }: WorkspaceInfo): boolean =>
  notices.some((notice) => notice.startsWith('An earlier version of Trailglass made this workspace.'));

/** What the ledger of each workspace says as it was made. */
const asMade = {
  'schema-3': { records: 18, events: 9, duplicates: 9, reshaped: 0 },
  'schema-4': { records: 18, events: 8, duplicates: 10, reshaped: 1 },
} as const;

describe.each(['schema-3', 'schema-4'] as const)('a workspace of %s', (name) => {
  it('has its columns read again from the stored texts, and keeps its notes', async () => {
    const path = formerWorkspace(name);
    const engine = testEngine();
    await engine.engine.openWorkspaceAt({ path, lock: 'respect' });
    await upToDate(engine);
    expect(await state(engine)).toEqual(readAgain);
    const problems = await engine.call('ledger.allProblems', { offset: 0, limit: 100 });
    const told = [
      ['eventTime could not be read in 1 record; it stays empty there.', 'soon'],
      ['userIdentity is not an object in 1 record; its columns stay empty there.', 'AWS Internal'],
    ];
    // Two files hold these records; that version did not know them for twins.
    expect(problems.map(({ reason, sample }) => [reason, sample])).toEqual([...told, ...told]);
    const noted = await engine.call('events.window', {
      question: {
        ...all,
        filter: {
          kind: 'field',
          field: 'note.star',
          test: { op: 'equals', value: true, caseSensitive: false },
        },
      },
      sort: [],
      offset: 0,
      limit: 10,
      columns: ['eventName', 'note.comment'],
    });
    expect(noted.columns).toEqual([['DeleteTrail'], ['Who stopped the trail?']]);
    expect(isOutdated((await engine.call('workspace.current', {}))!)).toBe(false);
    // Opened again it is like any other.
    await engine.engine.openWorkspaceAt({ path, lock: 'respect' });
    expect(isOutdated((await engine.call('workspace.current', {}))!)).toBe(false);
    expect(await state(engine)).toEqual(readAgain);
  });

  it('opens for reading as it is, and says whose rules its columns follow', async () => {
    const path = formerWorkspace(name);
    const before = readFileSync(join(path, 'events.duckdb'));
    const engine = testEngine();
    const info = await engine.engine.openWorkspaceAt({ path, lock: 'read-only' });
    expect(isOutdated(info)).toBe(true);
    const summary = await engine.call('ledger.summary', {});
    expect(summary).toMatchObject(asMade[name]);
    const { columns } = await engine.call('events.window', {
      question: all,
      sort: [{ field: 'eventName', descending: false }],
      offset: 0,
      limit: 100,
      columns: ['eventName', 'outcome', 'result', 'consequence'],
    });
    const [names = [], outcomes = [], ...classes] = columns;
    expect(names).toContain('DeleteTrail');
    expect(classes).toEqual([
      outcomes.map((one) => (one === 'success' ? 'done' : 'failed')),
      names.map((one) => (one === 'DeleteTrail' ? 'change' : 'other')),
    ]);
    expect(await engine.call('ledger.list', { status: null, offset: 0, limit: 10 })).toMatchObject({
      total: 4,
    });
    await engine.call('workspace.close', {});
    expect(readFileSync(join(path, 'events.duckdb')).equals(before)).toBe(true);
  });
});

describe('a workspace of schema-5', () => {
  it.each(['respect', 'read-only'] as const)('opens as it is, %s, and knows no companions', async (lock) => {
    const path = formerWorkspace('schema-5');
    const before = readFileSync(join(path, 'events.duckdb'));
    const engine = testEngine();
    const info = await engine.engine.openWorkspaceAt({ path, lock });
    // Columns are as this version makes them: nothing is read again.
    expect(isOutdated(info)).toBe(false);
    expect(await state(engine)).toEqual(readAgain);
    expect(await engine.call('names.companions', {})).toEqual([]);
    await engine.call('workspace.close', {});
    expect(readFileSync(join(path, 'events.duckdb')).equals(before)).toBe(lock === 'read-only');
  });
});
