import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { acquireLock } from '../../../electron/engine/workspace/lock.ts';
import { processStart } from '../../../electron/engine/workspace/process-identity.ts';
import { tempFolder as folder } from '../../support/temp.ts';

const lockIn = (path: string): string => join(path, 'lock');

async function otherProcess(): Promise<{ pid: number; kill: () => Promise<void> }> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await new Promise((resolve) => child.once('spawn', resolve));
  return {
    pid: child.pid!,
    kill: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}
const write = (path: string, holder: object): void =>
  writeFileSync(
    lockIn(path),
    JSON.stringify({
      token: 't',
      host: hostname(),
      since: '2026-01-01T00:00:00.000Z',
      processStart: null,
      ...holder,
    }),
  );

test('a lock is taken once, released, and leaves nothing behind', async () => {
  const path = folder();
  const lock = await acquireLock(lockIn(path));
  expect(JSON.parse(readFileSync(lockIn(path), 'utf8'))).toMatchObject({
    pid: process.pid,
    host: hostname(),
  });
  await expect(acquireLock(lockIn(path))).rejects.toMatchObject({ code: 'workspace-locked' });
  await lock.release();
  await lock.release();
  expect(readdirSync(path)).toEqual([]);
  await (await acquireLock(lockIn(path))).release();
});

test('of many at once exactly one gets the lock', async () => {
  const path = folder();
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => acquireLock(lockIn(path))));
  expect(tries.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(1);
});

test('a running process keeps its lock, and its death frees it silently', async () => {
  const path = folder();
  const other = await otherProcess();
  write(path, { pid: other.pid, processStart: processStart(other.pid) });
  await expect(acquireLock(lockIn(path))).rejects.toMatchObject({
    code: 'workspace-locked',
    detail: { pid: other.pid, host: hostname(), since: '2026-01-01T00:00:00.000Z' },
  });
  await other.kill();
  const lock = await acquireLock(lockIn(path));
  expect(lock.wasTakenOver).toBe(false);
  await lock.release();
});

test('with patience the death of the holder is waited for, and no longer than told', async () => {
  const path = folder();
  const other = await otherProcess();
  write(path, { pid: other.pid, processStart: processStart(other.pid) });
  const refused = acquireLock(lockIn(path), { patienceMs: 120 });
  await expect(refused).rejects.toMatchObject({ code: 'workspace-locked' });
  const waiting = acquireLock(lockIn(path), { patienceMs: 60_000 });
  setTimeout(() => void other.kill(), 150);
  const lock = await waiting;
  expect(lock.wasTakenOver).toBe(false);
  await lock.release();
});

test('a process id used again by another process does not keep an old lock', async () => {
  if (processStart(process.pid) === null) return expect(process.platform).not.toBe('linux');
  const path = folder();
  const other = await otherProcess();
  try {
    write(path, { pid: other.pid, processStart: 'earlier-boot:1' });
    await (await acquireLock(lockIn(path))).release();
  } finally {
    await other.kill();
  }
});

test('a lock of our own process id that we do not hold is from before', async () => {
  const path = folder();
  write(path, { pid: process.pid });
  await (await acquireLock(lockIn(path))).release();
});

test('a lock of another computer is respected and can be taken over', async () => {
  const path = folder();
  write(path, { pid: 1, host: 'elsewhere' });
  await expect(acquireLock(lockIn(path))).rejects.toMatchObject({
    code: 'workspace-locked',
    detail: { host: 'elsewhere' },
  });
  const lock = await acquireLock(lockIn(path), { takeOver: true });
  expect(lock.wasTakenOver).toBe(true);
  await lock.release();
});

test('releasing leaves a lock alone that another has taken over', async () => {
  const path = folder();
  const lock = await acquireLock(lockIn(path));
  write(path, { pid: 1, host: 'elsewhere' });
  await lock.release();
  expect(existsSync(lockIn(path))).toBe(true);
});

test('an unreadable lock counts while it is young', async () => {
  const path = folder();
  writeFileSync(lockIn(path), '');
  await expect(acquireLock(lockIn(path))).rejects.toMatchObject({
    code: 'workspace-locked',
    detail: { pid: null },
  });
  const old = new Date(Date.now() - 60_000);
  utimesSync(lockIn(path), old, old);
  await (await acquireLock(lockIn(path))).release();
});
