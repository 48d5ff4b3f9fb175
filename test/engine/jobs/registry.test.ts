import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { AppError } from '../../../shared/bridge/errors.ts';
import type { Job } from '../../../shared/contract/jobs.ts';
import {
  isFinal,
  nextJobState,
  type JobEvent,
  type JobState,
} from '../../../electron/engine/jobs/job-state.ts';
import { createJobRegistry, type JobContext } from '../../../electron/engine/jobs/registry.ts';

const table: [JobState, JobEvent, JobState][] = [
  ['running', 'cancel', 'cancelling'],
  ['running', 'finish', 'done'],
  ['running', 'fail', 'failed'],
  ['running', 'stop', 'cancelled'],
  ['cancelling', 'cancel', 'cancelling'],
  ['cancelling', 'finish', 'done'],
  ['cancelling', 'fail', 'failed'],
  ['cancelling', 'stop', 'cancelled'],
  ...(['done', 'failed', 'cancelled'] as const).flatMap((state) =>
    (['cancel', 'finish', 'fail', 'stop'] as const).map((event): [JobState, JobEvent, JobState] => [
      state,
      event,
      state,
    ]),
  ),
];
test.each(table)('%s + %s = %s', (state, event, next) => {
  expect(nextJobState(state, event)).toBe(next);
});
test('exactly done, failed and cancelled are final', () => {
  const states: JobState[] = ['running', 'cancelling', 'done', 'failed', 'cancelled'];
  expect(states.filter(isFinal)).toEqual(['done', 'failed', 'cancelled']);
});

/** A job whose work is done by the test, with a clock of its own. */
async function controlled() {
  let now = 1_000_000;
  const registry = createJobRegistry({ nowMs: () => now });
  let context!: JobContext;
  let finish!: (result?: string) => void;
  let fail!: (error: unknown) => void;
  const id = registry.start({
    kind: 'import',
    title: 'Test',
    unit: 'files',
    run: (given) =>
      new Promise((resolve, reject) => {
        context = given;
        finish = (result) => resolve(result ?? null);
        fail = reject;
      }),
  });
  await sleep(0);
  const job = (): Job => registry.list().find((one) => one.id === id)!;
  return { registry, id, context, finish, fail, job, pass: (ms: number) => (now += ms) };
}

test('a job ends done with its result', async () => {
  const { registry, id, finish, job } = await controlled();
  expect(job()).toMatchObject({ state: 'running', unit: 'files', finishedAtMs: null, remainingMs: null });
  finish('3 files');
  expect(await registry.finished(id)).toMatchObject({ state: 'done', result: '3 files', error: null });
  expect(job().finishedAtMs).not.toBeNull();
  registry.cancel(id);
  expect(job().state).toBe('done');
});

test('an expected failure keeps its code, an unexpected one shows no stack and is logged', async () => {
  const first = await controlled();
  first.fail(new AppError('disk-full', 'The disk is full.'));
  expect(await first.registry.finished(first.id)).toMatchObject({
    state: 'failed',
    error: { code: 'disk-full', message: 'The disk is full.' },
  });
  const logged: unknown[] = [];
  const registry = createJobRegistry({ onFailure: (_kind, error) => logged.push(error) });
  const id = registry.start({
    kind: 'import',
    title: 't',
    unit: 'u',
    run: async () => Promise.reject(new Error('secret')),
  });
  const job = await registry.finished(id);
  expect(job.error?.code).toBe('internal');
  expect(JSON.stringify(job)).not.toContain('secret');
  expect(logged).toHaveLength(1);
});

test('cancel aborts the signal, shows cancelling, then cancelled', async () => {
  const { registry, id, context, fail, job } = await controlled();
  registry.cancel(id);
  expect(context.signal.aborted).toBe(true);
  expect(job().state).toBe('cancelling');
  fail(new Error('INTERRUPT Error: Interrupted!'));
  expect(await registry.finished(id)).toMatchObject({ state: 'cancelled', error: null });
});

test('a failure while stopping is a failure', async () => {
  const { registry, id, fail } = await controlled();
  registry.cancel(id);
  fail(new AppError('disk-full', 'full'));
  expect(await registry.finished(id)).toMatchObject({ state: 'failed' });
});

test('numbers never go backwards within a phase and begin again with the next', async () => {
  const { context, job, finish } = await controlled();
  context.phase('reading', { total: 10 });
  context.advance(4);
  context.advance(-3);
  context.advance(Number.NaN);
  context.setCounts({ events: 9, refused: 1 });
  context.setCounts({ events: 5, refused: 2 });
  expect(job()).toMatchObject({ done: 4, total: 10, counts: { events: 9, refused: 2 } });
  context.setTotal(2);
  expect(job().total).toBe(4);
  context.advance(8);
  expect(job()).toMatchObject({ done: 12, total: 12 });
  context.phase('writing', { unit: 'events' });
  expect(job()).toMatchObject({ phase: 'writing', done: 0, total: 0, unit: 'events', counts: {} });
  context.advance(5);
  expect(job()).toMatchObject({ done: 5, total: 0 });
  finish();
});

test('remaining time is told only when it can be, and rate follows the last seconds', async () => {
  const { context, job, pass, finish } = await controlled();
  context.phase('reading', { total: 1_000 });
  const work = (seconds: number, perSecond: number): void => {
    for (let n = 0; n < seconds * 10; n++) {
      pass(100);
      context.advance(perSecond / 10);
    }
  };
  work(1.9, 10);
  expect(job().remainingMs).toBeNull();
  expect(job().ratePerSecond).toBeCloseTo(10, 0);
  work(1, 10);
  expect(job().remainingMs).toBeGreaterThan(90_000);
  work(8, 100);
  expect(job().ratePerSecond).toBeCloseTo(100, -1);
  expect(job().remainingMs).toBeCloseTo(((1_000 - job().done) / 100) * 1_000, -3);
  pass(60_000);
  expect(job().ratePerSecond).toBeLessThan(1);
  context.advance(5_000);
  expect(job().remainingMs).toBe(0);
  context.phase('writing');
  pass(10_000);
  context.advance(5);
  expect(job().remainingMs).toBeNull();
  finish();
});

test('a watcher hears at most ten reports a second, and always the last state', async () => {
  const registry = createJobRegistry();
  const reports: Job[][] = [];
  const watching = new AbortController();
  const watched = registry.watch((jobs) => reports.push(jobs), watching.signal);
  expect(reports).toEqual([[]]);
  const id = registry.start({
    kind: 'import',
    title: 't',
    unit: 'u',
    run: async ({ phase, advance }) => {
      phase('go', { total: 500 });
      for (let n = 0; n < 500; n++) {
        advance(1);
        await sleep(1);
      }
    },
  });
  const startedMs = performance.now();
  await registry.finished(id);
  const seconds = (performance.now() - startedMs) / 1_000;
  await sleep(150);
  expect(reports.length).toBeLessThanOrEqual(Math.ceil(seconds * 10) + 3);
  expect(reports.length).toBeGreaterThan(3);
  expect(reports.at(-1)?.[0]).toMatchObject({ state: 'done', done: 500 });
  watching.abort();
  await watched;
  const heard = reports.length;
  registry.start({ kind: 'import', title: 't', unit: 'u', run: async () => null });
  await sleep(150);
  expect(reports).toHaveLength(heard);
});

test('jobs are listed newest first, and closing stops what runs', async () => {
  const registry = createJobRegistry();
  const run = ({ signal }: JobContext): Promise<never> =>
    new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(new AppError('cancelled', 'stopped'))),
    );
  registry.start({ kind: 'import', title: 'first', unit: 'u', run });
  registry.start({ kind: 'import', title: 'second', unit: 'u', run });
  expect(registry.list().map((job) => job.title)).toEqual(['second', 'first']);
  await sleep(0);
  await registry.close();
  expect(registry.list().map((job) => job.state)).toEqual(['cancelled', 'cancelled']);
  expect(() => registry.cancel('unknown')).toThrow(expect.objectContaining({ code: 'not-found' }));
});
