import { appendFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SourceWatcher } from '../../../../../electron/engine/areas/evidence/watching/source-watcher.ts';
import type { Job } from '../../../../../shared/contract/jobs.ts';
import { all, testEngine, type TestEngine } from '../../../../support/engine.ts';
import { logFile, logText, record } from '../../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../../support/temp.ts';

const hurried = { quietMs: 150, rescanMs: 600_000 };

const events = async ({ call }: TestEngine): Promise<number> =>
  (await call('events.count', { question: all })).total;

/** Follows the jobs; the answer gives what is known of them now. */
function following({ call }: TestEngine): () => readonly Job[] {
  let jobs: readonly Job[] = [];
  void call('jobs.watch', {}, { onProgress: (now) => (jobs = now) }).catch(() => undefined);
  return () => jobs;
}

async function watched(
  timing: { readonly quietMs: number; readonly rescanMs: number } = hurried,
): Promise<{ engine: TestEngine; archive: string; jobs: () => readonly Job[] }> {
  const archive = join(writeFiles(tempFolder(), { 'archive/old.json': logText([record(1)]) }), 'archive');
  const engine = testEngine(undefined, { watching: timing });
  await engine.importAll(archive);
  const jobs = following(engine);
  await engine.call('ingest.watch', { isOn: true });
  return { engine, archive, jobs };
}

const soon = { timeout: 15_000, interval: 50 };

describe('a watched folder', () => {
  it('imports what is delivered while the workspace is open, also into folders that are new', async () => {
    const { engine, archive, jobs } = await watched();
    expect((await engine.call('workspace.current', {}))?.isWatching).toBe(true);
    await mkdir(join(archive, '2025', '03'), { recursive: true });
    await after(600);
    writeFiles(archive, {
      '2025/03/a.json.gz': logFile([record(2), record(3)]),
      'b.json.gz': logFile([record(4)]),
    });
    await expect.poll(() => events(engine), soon).toBe(4);
    await expect
      .poll(() => jobs().filter((job) => job.title === 'Import of new files' && job.state === 'done'), soon)
      .toMatchObject([{ kind: 'import', result: '3 records from 2 log files: 3 events' }]);
    const { records, duplicates } = await engine.call('ledger.summary', {});
    expect({ records, duplicates }).toEqual({ records: 4, duplicates: 0 });
  });

  it('waits for a file that is still being written', async () => {
    const { engine, archive, jobs } = await watched({ quietMs: 400, rescanMs: 50 });
    const whole = logText(Array.from({ length: 40 }, (_, n) => record(n + 10)));
    const path = join(archive, 'growing.json');
    writeFileSync(path, whole.slice(0, 10));
    for (let at = 10; at < whole.length; at += Math.ceil(whole.length / 12)) {
      appendFileSync(path, whole.slice(at, at + Math.ceil(whole.length / 12)));
      await after(200);
    }
    await expect.poll(() => events(engine), soon).toBe(41);
    await expect.poll(() => jobs().filter((job) => job.state === 'running'), soon).toEqual([]);
    const { rows } = await engine.call('ledger.list', { status: null, offset: 0, limit: 10 });
    expect(rows.map(({ status, records }) => ({ status, records }))).toEqual([
      { status: 'accepted', records: 1 },
      { status: 'accepted', records: 40 },
    ]);
  });

  it('tells a file that changed, and does not read one again that was only touched', async () => {
    const { engine, archive, jobs } = await watched();
    utimesSync(join(archive, 'old.json'), new Date(), new Date());
    const imports = (): readonly Job[] => jobs().filter((job) => job.title === 'Import of new files');
    await expect.poll(() => imports().filter((job) => job.state === 'done').length, soon).toBe(1);
    expect(imports()[0]?.result).toBe('Nothing new; 1 file known already');
    await after(700);
    expect(imports()).toHaveLength(1);
    writeFileSync(join(archive, 'old.json.part'), logText([record(1), record(2)]));
    renameSync(join(archive, 'old.json.part'), join(archive, 'old.json'));
    await expect.poll(() => events(engine), soon).toBe(2);
    const { rows } = await engine.call('ledger.list', { status: null, offset: 0, limit: 10 });
    expect(rows.at(-1)?.reason).toBe('The file changed since it was imported before.');
  });

  it('looks now and then without any word from the system', async () => {
    const archive = writeFiles(tempFolder(), { 'old.json': logText([record(1)]) });
    const asked: (readonly string[])[] = [];
    let isBusy = true;
    const watcher = new SourceWatcher({
      sources: () => [archive],
      known: () => Promise.resolve(new Map()),
      isBusy: () => Promise.resolve(isBusy),
      startImport: (paths) => asked.push([...paths].sort()) > 0,
      onFailure: (error) => expect(error).toBeUndefined(),
      timing: { quietMs: 20, rescanMs: 60 },
      events: () => ({ follow: () => false, close: () => undefined }),
    });
    onTestFinished(() => watcher.stop());
    await after(300);
    expect(asked).toEqual([]);
    isBusy = false;
    const [old, late] = [join(archive, 'old.json'), join(archive, 'late.json')];
    await expect.poll(() => asked, soon).toEqual([[old]]);
    writeFileSync(late, logText([record(2)]));
    await expect.poll(() => asked, soon).toEqual([[old], [late]]);
    await watcher.stop();
    writeFileSync(join(archive, 'ignored.json'), logText([record(3)]));
    await after(200);
    expect(asked).toHaveLength(2);
  });

  it('is remembered, and what came while the workspace was closed is found', async () => {
    const { engine, archive } = await watched();
    const { path } = (await engine.call('workspace.current', {}))!;
    await engine.call('workspace.close', {});
    writeFiles(archive, { 'meanwhile.json': logText([record(2)]) });
    const info = await engine.call('workspace.open', {
      grant: engine.grant(path),
      lock: 'respect',
      rebuild: false,
    });
    expect(info.isWatching).toBe(true);
    await expect.poll(() => events(engine), soon).toBe(2);
    await engine.call('ingest.watch', { isOn: false });
    writeFiles(archive, { 'ignored.json': logText([record(3)]) });
    await after(700);
    expect(await events(engine)).toBe(2);
    expect((await engine.call('workspace.current', {}))?.isWatching).toBe(false);
  });
});
