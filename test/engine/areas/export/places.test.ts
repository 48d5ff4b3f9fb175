import { linkSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Exported } from '../../../../shared/contract/export.ts';
import { verifyJournal } from '../../../../electron/engine/workspace/journal.ts';
import { about, everything, exported, lines, namesIn, workspaceWithAll } from './exporting.ts';

type Engine = Awaited<ReturnType<typeof workspaceWithAll>>;

const start = (engine: Engine, path: string, isReplacing = false): Promise<unknown> =>
  engine.call('export.start', { what: everything, grant: engine.grant(path), isReplacing });

async function workspacePath(engine: Engine): Promise<string> {
  return (await engine.call('workspace.current', {}))?.path ?? '';
}

describe('a place for an export', () => {
  test('is never in the evidence, by no way around either', async () => {
    const engine = await workspaceWithAll();
    const { trail, out } = engine;
    mkdirSync(join(trail, 'deep'));
    symlinkSync(join(trail, 'deep'), join(out, 'way-in'));
    linkSync(join(trail, 'b.json'), join(out, 'same-file.json'));
    const before = readdirSync(trail);
    for (const path of [
      join(trail, 'x.csv'),
      join(trail, 'a.json.gz'),
      join(trail, 'deep', 'x.csv'),
      join(out, 'way-in', 'x.csv'),
      join(out, '..', 'trail', 'x.csv'),
    ]) {
      await expect(start(engine, path, true), path).rejects.toMatchObject({
        code: 'file-unwritable',
        message: expect.stringMatching(/belongs to the evidence .*evidence is never changed/) as string,
      });
    }
    expect(readdirSync(trail)).toEqual(before);
    expect(readdirSync(join(trail, 'deep'))).toEqual([]);
  });

  test('is not the evidence when that is a single file', async () => {
    const engine = await workspaceWithAll();
    const single = join(engine.out, 'single.json');
    writeFileSync(single, readFileSync(join(engine.trail, 'b.json')));
    const { jobId } = await engine.call('ingest.start', { grants: [engine.grant(single)] });
    await engine.finished(jobId);
    linkSync(single, join(engine.out, 'hard.json'));
    for (const name of ['single.json', 'hard.json']) {
      await expect(start(engine, join(engine.out, name), true), name).rejects.toMatchObject({
        code: 'file-unwritable',
        message: expect.stringMatching(/belongs to the evidence/) as string,
      });
    }
    expect((await exported(engine, everything, join(engine.out, 'beside.csv'))).state).toBe('done');
  });

  test('is not one whose sidecar would take the place of evidence', async () => {
    const engine = await workspaceWithAll();
    const evidence = join(engine.out, 'x.csv.about.json');
    const content = readFileSync(join(engine.trail, 'b.json'));
    writeFileSync(evidence, content);
    const { jobId } = await engine.call('ingest.start', { grants: [engine.grant(evidence)] });
    await engine.finished(jobId);
    await expect(start(engine, join(engine.out, 'x.csv'), true)).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringMatching(/belongs to the evidence/) as string,
    });
    expect(readFileSync(evidence)).toEqual(content);
  });

  test('is not among the workspace’s own files, but may be in its exports', async () => {
    const engine = await workspaceWithAll();
    const workspace = await workspacePath(engine);
    for (const name of ['saved.json', 'new.csv', 'tmp/new.csv']) {
      await expect(start(engine, join(workspace, name), true), name).rejects.toMatchObject({
        code: 'file-unwritable',
        message: expect.stringMatching(/the workspace’s own files/) as string,
      });
    }
    expect((await exported(engine, everything, join(workspace, 'exports', 'new.csv'))).state).toBe('done');
  });

  test('must be a file in a folder that is there', async () => {
    const engine = await workspaceWithAll();
    mkdirSync(join(engine.out, 'folder'));
    await expect(start(engine, join(engine.out, 'folder'), true)).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringMatching(/something other than a file/) as string,
    });
    await expect(start(engine, join(engine.out, 'gone', 'x.csv'))).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringMatching(/is not there \(ENOENT\)/) as string,
    });
  });

  test('that is taken is replaced only when that was said, the words about it too', async () => {
    const engine = await workspaceWithAll();
    const path = join(engine.out, 'events.csv');
    for (const name of ['events.csv', 'events.csv.about.json']) {
      writeFileSync(join(engine.out, name), 'mine');
      await expect(start(engine, path), name).rejects.toMatchObject({ code: 'file-exists' });
      expect(readFileSync(join(engine.out, name), 'utf8')).toBe('mine');
    }
    expect((await exported(engine, everything, path, true)).state).toBe('done');
    expect(lines(path)).toHaveLength(14 + 1);
    expect(about(path)).toMatchObject({ counts: { rows: 13 } });
    expect(namesIn(engine.out).sort()).toEqual(['events.csv', 'events.csv.about.json']);
  });

  test('a name that appears while the export runs is not replaced, and nothing is left', async () => {
    const engine = await workspaceWithAll();
    const path = join(engine.out, 'rows.csv');
    const sql = "SELECT i, repeat('x', 100) FROM range(400000) t(i)";
    const what: Exported = { kind: 'sql', sql, arguments: [], format: 'csv' };
    const { jobId } = await engine.call('export.start', {
      what,
      grant: engine.grant(path),
      isReplacing: false,
    });
    writeFileSync(path, 'mine');
    const job = await engine.finished(jobId);
    expect(job).toMatchObject({ state: 'failed', error: { code: 'file-exists' } });
    expect(namesIn(engine.out)).toEqual(['rows.csv']);
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });
});

describe.each(['csv', 'parquet', 'jsonl'] as const)('an export of %s that does not end well', (format) => {
  const slow = 'SELECT i, md5(i::VARCHAR) AS m FROM range(200000000) t(i) ORDER BY m';

  test('leaves no file when it is cancelled', async () => {
    const engine = await workspaceWithAll();
    const sql = format === 'parquet' ? slow : 'SELECT i, md5(i::VARCHAR) AS m FROM range(200000000) t(i)';
    const { jobId } = await engine.call('export.start', {
      what: { kind: 'sql', sql, arguments: [], format },
      grant: engine.grant(join(engine.out, 'rows')),
      isReplacing: false,
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(namesIn(engine.out).some((name) => name.endsWith('.part'))).toBe(true);
    await engine.call('jobs.cancel', { id: jobId });
    expect((await engine.finished(jobId)).state).toBe('cancelled');
    expect(namesIn(engine.out)).toEqual([]);
    expect(readdirSync(join(await workspacePath(engine), 'exports'))).toEqual([]);
  });

  test('leaves no file when it fails in the middle, and keeps what it would have replaced', async () => {
    const engine = await workspaceWithAll();
    const sql = `SELECT CASE WHEN i = 300000 THEN error('broken') ELSE i END AS x FROM range(400000) t(i)`;
    const path = join(engine.out, 'rows');
    writeFileSync(path, 'mine');
    const job = await exported(engine, { kind: 'sql', sql, arguments: [], format }, path, true);
    expect(job).toMatchObject({ state: 'failed', error: { code: 'sql-failed' } });
    expect(job.error?.message).toContain('broken');
    expect(namesIn(engine.out)).toEqual(['rows']);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(readdirSync(join(await workspacePath(engine), 'exports'))).toEqual([]);
  });
});

test('the journal says what was written where, and what was not', async () => {
  const engine = await workspaceWithAll();
  const path = join(engine.out, 'events.csv');
  await exported(engine, everything, path);
  await exported(
    engine,
    { kind: 'sql', sql: "SELECT error('no')", arguments: [], format: 'csv' },
    join(engine.out, 'b.csv'),
  );
  const journal = join(await workspacePath(engine), 'journal.jsonl');
  expect((await verifyJournal(journal)).broken).toBeNull();
  const entries = lines(journal)
    .map((line) => JSON.parse(line) as { what: string; detail: Record<string, unknown> })
    .filter(({ what }) => what.startsWith('export.'));
  const { file } = about(path) as { file: { sha256: string } };
  expect(entries).toMatchObject([
    { what: 'export.finished', detail: { file: path, format: 'csv', rows: 13, sha256: file.sha256 } },
    { what: 'export.stopped', detail: { format: 'csv', reason: expect.stringContaining('no') as string } },
  ]);
  expect(basename(String(entries[1]?.detail['file']))).toBe('b.csv');
});
