import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/bridge/errors.ts';
import { createWorkspaceFolder } from '../../../electron/engine/workspace/create.ts';
import { verifyJournal } from '../../../electron/engine/workspace/journal.ts';
import { openWorkspaceFolder, type WorkspaceFolder } from '../../../electron/engine/workspace/session.ts';
import {
  codeOf,
  countInWords,
  everyFault,
  withFault,
  type FaultCount,
  type Faulted,
  type FaultKind,
} from '../../support/faults.ts';
import { tempFolder } from '../../support/temp.ts';

const versions = { appVersion: '1.0.0', duckdbVersion: 'v1.5.5' };
const run = {
  ...{ at: '2026-01-01T00:00:00.000Z', sql: 'SELECT 1', mode: 'rows' as const, arguments: [] },
  ...{ outcome: 'done' as const, rows: 1, isTruncated: false, durationMs: 1, problem: null },
};
const query = { kind: 'query', name: 'first', sql: 'SELECT 1' } as const;

const count: FaultCount = { injected: 0, confirmed: 0, lost: 0 };
afterAll(() => console.info(countInWords(count)));

/** A workspace in which each kind of change was made once. */
async function prepared(root: string): Promise<string> {
  const path = join(root, 'made.trailglass');
  mkdirSync(join(root, 'evidence'));
  await createWorkspaceFolder({ path, sources: [join(root, 'evidence')], ...versions });
  const folder = await openWorkspaceFolder({ path, lock: 'respect' });
  await folder.saved.add(query);
  await folder.state.save({ screen: 'explore' });
  await folder.sqlHistory.add(run);
  await folder.journal.append('first');
  await folder.close();
  return path;
}

/** All that a workspace says, after opening it for writing, which must be possible. */
async function said(path: string): Promise<Record<string, unknown>> {
  const folder = await openWorkspaceFolder({ path, lock: 'respect' });
  try {
    expect(folder.readOnlyReason).toBeNull();
    const journal = await verifyJournal(folder.layout.journal);
    expect(journal.broken).toBeNull();
    return {
      saved: folder.saved.list().map(({ name, kind }) => `${kind} ${name}`),
      state: await folder.state.load(),
      history: folder.sqlHistory.list().map(({ sql }) => sql),
      // What an interrupted line leaves is told in the journal, so only its own entries count here.
      journal: journal.entries > 0,
      sources: folder.manifest.sources.map((source) => source.path),
      isWatching: folder.manifest.isWatching,
    };
  } finally {
    await folder.close();
  }
}

/** What a workspace said is what it says still, or what the change makes of it. */
function judge(
  outcome: Faulted,
  kind: FaultKind,
  found: unknown,
  { before, after }: { readonly before: unknown; readonly after: unknown },
): void {
  if (outcome.error === undefined) {
    count.confirmed += 1;
    const isKept = JSON.stringify(found) === JSON.stringify(after);
    if (!isKept) count.lost += 1;
    expect(found).toEqual(after);
    return;
  }
  expect([before, after]).toContainEqual(found);
  if (kind === 'kill') return;
  expect(outcome.error).toBeInstanceOf(AppError);
  expect(outcome.error).toMatchObject({ code: codeOf[kind] });
}

type Change = (folder: WorkspaceFolder, root: string) => Promise<unknown>;
const changes: Readonly<Record<string, Change>> = {
  'a saved query': (folder) => folder.saved.add({ ...query, name: 'second' }),
  'a saved query changed': (folder) => folder.saved.update({ ...folder.saved.list()[0]!, name: 'other' }),
  'a saved query removed': (folder) => folder.saved.remove(folder.saved.list()[0]!.id),
  'a query set': (folder) => folder.saved.import(folder.saved.export(null).text.replace('first', 'third')),
  'what is on screen': (folder) => folder.state.save({ screen: 'sql', text: 'x'.repeat(5_000) }),
  'a source': async (folder, root) => {
    mkdirSync(join(root, 'more'), { recursive: true });
    await folder.updateSources([join(root, 'more')]);
  },
  'a source forgotten': (folder, root) => folder.forgetSource(join(root, 'evidence')),
  watching: (folder) => folder.setWatching(true),
  'a run of SQL': (folder) => folder.sqlHistory.add({ ...run, sql: 'SELECT 2' }),
  'the runs of SQL cleared': (folder) => folder.sqlHistory.clear(),
  'an entry of the journal': (folder) => folder.journal.append('second', { text: 'x'.repeat(5_000) }),
};

describe('a fault at every call of the system', () => {
  test.each(Object.entries(changes))('in %s', async (_name, change) => {
    const template = tempFolder();
    const path = await prepared(template);
    const before = await said(path);
    const whole = tempFolder();
    cpSync(template, whole, { recursive: true });
    const changed = await openWorkspaceFolder({ path: join(whole, 'made.trailglass'), lock: 'respect' });
    await change(changed, template);
    await changed.close();
    const after = await said(join(whole, 'made.trailglass'));
    count.injected += await everyFault(async (kind, nth) => {
      const root = tempFolder();
      cpSync(template, root, { recursive: true });
      const own = join(root, 'made.trailglass');
      const folder = await openWorkspaceFolder({ path: own, lock: 'respect' });
      const outcome = await withFault(kind, nth, () => change(folder, template));
      if (outcome.error !== undefined && kind !== 'kill') {
        // The workspace goes on after what was refused.
        await folder.journal.append('went on');
        await folder.sqlHistory.add(run).catch(() => undefined);
        await folder.sqlHistory.clear();
        await folder.sqlHistory.add(run);
      }
      await withFault(kind === 'kill' ? 'kill' : 'ENOSPC', kind === 'kill' ? 1 : 1_000, () => folder.close());
      const found = await said(own);
      if (outcome.error !== undefined && kind !== 'kill') {
        judge(
          outcome,
          kind,
          { ...found, history: before['history'] },
          { before, after: { ...after, history: before['history'] } },
        );
      } else judge(outcome, kind, found, { before, after });
      return outcome;
    });
  });

  test('in making a workspace, which the next try continues', async () => {
    count.injected += await everyFault(async (kind, nth) => {
      const root = tempFolder();
      const path = join(root, 'made.trailglass');
      const make = (): Promise<unknown> => createWorkspaceFolder({ path, sources: [], ...versions });
      const outcome = await withFault(kind, nth, make);
      if (outcome.error === undefined) count.confirmed += 1;
      else if (kind !== 'kill') expect(outcome.error).toMatchObject({ code: codeOf[kind] });
      const opens = (): Promise<unknown> => said(path);
      if (outcome.error !== undefined)
        await make().catch((error: unknown) => expect(error).toMatchObject({ code: 'workspace-exists' }));
      expect(await opens()).toMatchObject({ sources: [], saved: [] });
      return outcome;
    });
  });

  test.each([
    ['opening', 'respect', false],
    ['opening after a crash', 'respect', true],
    ['taking the lock over', 'take-over', true],
  ] as const)('in %s', async (_name, lock, isAfterCrash) => {
    const template = tempFolder();
    const path = await prepared(template);
    const before = await said(path);
    if (isAfterCrash) {
      writeFileSync(join(path, 'journal.jsonl'), '{"seq":', { flag: 'a' });
      writeFileSync(join(path, 'saved.json.0123456789ab.part'), '{');
      const holder = {
        token: 't',
        pid: process.ppid,
        host: hostname(),
        since: '2026-01-01T00:00:00.000Z',
        processStart: lock === 'respect' ? 'gone' : null,
      };
      writeFileSync(join(path, 'lock'), JSON.stringify(holder));
    }
    count.injected += await everyFault(async (kind, nth) => {
      const root = tempFolder();
      cpSync(template, root, { recursive: true });
      const own = join(root, 'made.trailglass');
      let folder: WorkspaceFolder | undefined;
      const outcome = await withFault(kind, nth, async () => {
        folder = await openWorkspaceFolder({ path: own, lock });
      });
      if (kind !== 'kill') {
        // Whatever the disk refuses: the workspace opens, at least for reading, and says why.
        expect(outcome.error).toBeUndefined();
        if (folder?.isReadOnly) {
          expect(folder.readOnlyReason).toMatch(/^The disk|cannot be written/);
          expect(() => folder?.assertWritable()).toThrow(expect.objectContaining({ code: codeOf[kind] }));
        }
        expect(folder?.saved.list().map(({ name }) => name)).toEqual(['first']);
      }
      await folder?.close();
      // What was interrupted may have left the other program's lock in place.
      const taken = await openWorkspaceFolder({ path: own, lock: 'take-over' });
      await taken.close();
      expect(await said(own)).toEqual(before);
      return outcome;
    });
  });
});
