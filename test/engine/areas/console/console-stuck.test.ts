import { describe, expect, it, onTestFinished } from 'vitest';
import type { ParamsOf } from '../../../../shared/bridge/contract.ts';
import type { EngineContract } from '../../../../shared/contract/index.ts';
import { restartWhenSafe, type Restart } from '../../../../electron/engine/restart.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

/** One call of a function that takes seconds and hears no interrupt; it ends by itself, so that the test can. */
const endless = `levenshtein(repeat('a', 30000), repeat('b', 30000))`;
/** Folded while it is prepared; the second is not. */
const stuckStatements = [
  `SELECT ${endless}`,
  `SELECT levenshtein(repeat('a', 30000 + x), repeat('b', 30000)) FROM (SELECT count(*)::INT AS x FROM files)`,
];

/** Waits until this process has worked so long, which it does only for the statement that runs. */
async function worked(ms: number): Promise<void> {
  const before = process.cpuUsage();
  await expect
    .poll(() => process.cpuUsage(before).user / 1_000, { timeout: 60_000, interval: 20 })
    .toBeGreaterThan(ms);
}

async function consoleOf(limits: Parameters<typeof testEngine>[1]): Promise<TestEngine> {
  const engine = testEngine(undefined, limits);
  await engine.importAll(writeFiles(tempFolder(), { 'a.json': logFile([record(1), record(2)]) }));
  return engine;
}

type Params = ParamsOf<EngineContract['sql.run']>;
const run = (engine: TestEngine, sql: string, more: Partial<Params> = {}, signal?: AbortSignal) =>
  engine.call('sql.run', { sql, limit: 10, ...more }, signal ? { signal } : {});

const soon = { statementLimits: { settleMs: 60 } };

describe('a statement that does not stop', () => {
  it.each(stuckStatements)('asks for another process after a cancel: %s', async (sql) => {
    const engine = await consoleOf(soon);
    const stop = new AbortController();
    const answer = run(engine, sql, {}, stop.signal);
    // Another screen is answered meanwhile.
    expect(await engine.call('events.count', { question: all })).toEqual({ total: 2 });
    expect(engine.restarts).toEqual([]);
    await worked(200);
    stop.abort();
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => engine.restarts, { timeout: 60_000 }).toHaveLength(1);
    expect(engine.restarts).toEqual([{ reason: 'A statement did not stop.', isWaiting: false }]);
    const [last] = await engine.call('sql.history', {});
    expect(last?.problem?.message).toBe(
      'The statement was cancelled. It did not stop, so its process is ended.',
    );
  });

  it.each([{ mode: 'rows' }, { mode: 'plan' }, { mode: 'measured-plan' }] as const)(
    'is told as such when its time is over, asked for as $mode',
    async ({ mode }) => {
      const engine = await consoleOf(soon);
      await expect(run(engine, stuckStatements[0] ?? '', { mode, timeoutMs: 20 })).rejects.toMatchObject({
        code: 'sql-stopped',
        message: expect.stringMatching(/longer than its limit .* did not stop/) as string,
      });
      await expect.poll(() => engine.restarts, { timeout: 60_000 }).toHaveLength(1);
    },
  );

  it('lets no other statement begin, whose answer would be lost', async () => {
    const engine = await consoleOf(soon);
    await run(engine, stuckStatements[0] ?? '', { timeoutMs: 100 }).catch(() => undefined);
    await expect(run(engine, 'SELECT 1')).rejects.toMatchObject({ code: 'busy' });
  });
});

describe('a statement that stops', () => {
  it('is stopped when its time is over, and the process stays', async () => {
    const engine = await consoleOf({ statementLimits: { settleMs: 60_000 } });
    await expect(
      run(engine, 'SELECT count(*) FROM range(10000000) a, range(10000000) b', { timeoutMs: 200 }),
    ).rejects.toMatchObject({
      code: 'sql-stopped',
      message: expect.stringMatching(/It was stopped/) as string,
    });
    expect(await run(engine, 'SELECT 1')).toMatchObject({ rows: 1 });
    expect(engine.restarts).toEqual([]);
  });

  it('is refused beside as many others as may run', async () => {
    const engine = await consoleOf({ statementLimits: { atOnce: 2 } });
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    const long = () =>
      run(engine, 'SELECT count(*) FROM range(10000000) a, range(10000000) b', {}, stop.signal).catch(
        () => 'stopped',
      );
    const two = [long(), long()];
    await expect(run(engine, 'SELECT 1')).rejects.toMatchObject({ code: 'busy' });
    stop.abort();
    expect(await Promise.all(two)).toEqual(['stopped', 'stopped']);
    await expect
      .poll(() => run(engine, 'SELECT 1').catch(() => null), { timeout: 60_000 })
      .toMatchObject({ rows: 1 });
  });
});

describe('memory that statements take', () => {
  const mebibyte = 2 ** 20;

  /** The guard takes its first reading when a statement begins, before anything of it has run. */
  const reading = (...mebibytes: readonly number[]) => {
    let at = 0;
    const residentBytes = (): number => (mebibytes[at++] ?? mebibytes.at(-1) ?? 0) * mebibyte;
    return { statementLimits: { settleMs: 60, growthBytes: 100 * mebibyte, residentBytes } };
  };

  it('stops them beyond the limit, with words', async () => {
    const engine = await consoleOf(reading(0, 120, 0));
    await expect(
      run(engine, 'SELECT count(*) FROM range(10000000) a, range(10000000) b'),
    ).rejects.toMatchObject({
      code: 'sql-stopped',
      message: expect.stringMatching(/more memory than the 0\.1 GB/) as string,
    });
    expect(await run(engine, 'SELECT 1')).toMatchObject({ rows: 1 });
  });

  it('ends the process at once when it runs out', async () => {
    const engine = await consoleOf(reading(0, 200));
    await expect(run(engine, stuckStatements[0] ?? '')).rejects.toMatchObject({ code: 'sql-stopped' });
    await expect.poll(() => engine.restarts, { timeout: 60_000 }).toHaveLength(1);
  });

  it('ends the process when it is not given back after the statement', async () => {
    const engine = await consoleOf(reading(0, 120));
    await run(engine, 'SELECT 1').catch(() => undefined);
    await expect
      .poll(() => engine.restarts, { timeout: 60_000 })
      .toEqual([{ reason: 'A statement left more memory in use than may stay.', isWaiting: false }]);
  });
});

describe('values of any size', () => {
  it('are shown up to the limit of a cell, without being read whole', async () => {
    const engine = await consoleOf({});
    const cells: unknown[] = [];
    const onProgress = (progress: { kind: string; columns?: unknown }): void => {
      if (progress.kind === 'rows') cells.push(...(progress.columns as unknown[][]).flat());
    };
    await engine.call(
      'sql.run',
      { sql: `SELECT range(5000000), length(repeat('x', 3000000))`, limit: 1 },
      { onProgress },
    );
    expect(cells).toEqual(['[… (5000000 items)]', '3000000']);
  });

  it('end the answer when their texts are too long together', async () => {
    const engine = await consoleOf({});
    const result = await run(engine, `SELECT repeat('x', 1000000) FROM range(2000)`, { limit: 2_000 });
    expect(result.isTruncated).toBe(true);
    expect(result.rows).toBeLessThan(300);
  });
});

describe('a restart', () => {
  const restarting = (kinds: readonly string[], isRunning: boolean) => {
    const told: Restart[] = [];
    const ends = new Map<string, () => void>();
    let commit: () => void = () => undefined;
    const ask = restartWhenSafe({
      jobs: {
        list: () => kinds.map((kind) => ({ id: kind, kind, state: 'running' })),
        finished: (id: string) => new Promise<void>((resolve) => ends.set(id, resolve)),
      } as never,
      current: () =>
        ({
          evidence: { isRunning, nextCommit: () => new Promise<void>((done) => (commit = done)) },
        }) as never,
      restart: (restart) => told.push(restart),
    });
    return { told, ask, end: (id: string) => ends.get(id)?.(), commit: () => commit() };
  };
  const stuck = { reason: 'A statement did not stop.', isUrgent: false };

  it('waits for the commit of a running import and the end of an export', async () => {
    const { told, ask, end, commit } = restarting(['import', 'export'], true);
    ask(stuck);
    expect(told).toEqual([{ reason: stuck.reason, isWaiting: true }]);
    end('export');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(told).toHaveLength(1);
    commit();
    await expect.poll(() => told, { timeout: 60_000 }).toHaveLength(2);
    expect(told[1]).toEqual({ reason: stuck.reason, isWaiting: false });
  });

  it('waits for nothing when memory runs out', async () => {
    const { told, ask } = restarting(['import'], true);
    ask({ ...stuck, isUrgent: true });
    await expect.poll(() => told, { timeout: 60_000 }).toEqual([{ reason: stuck.reason, isWaiting: false }]);
  });
});
