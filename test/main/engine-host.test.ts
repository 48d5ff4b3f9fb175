import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { EngineHost, type EngineProcess } from '../../electron/main/engine-host.ts';
import type { EngineState } from '../../shared/contract/host.ts';
import { memoryLog } from '../support/electron-mock.ts';

interface Port {
  readonly close: () => void;
}

class FakeProcess extends EventEmitter implements EngineProcess<Port> {
  readonly stdout = new EventEmitter();
  readonly stderr = new EventEmitter();
  readonly told: unknown[] = [];
  readonly ports: Port[] = [];
  readonly kill = vi.fn(() => this.emit('exit', 137));

  postMessage(message: unknown, transfer: Port[] = []): void {
    this.told.push(message);
    this.ports.push(...transfer);
  }
}

const init = {
  kind: 'init',
  appVersion: '1.2.3',
  dataDir: '/data',
  documentsDir: '/documents',
  logFile: '/logs/engine.log',
} as const;

function supervise(options: { readonly grants?: [string, string][]; readonly closeMs?: number } = {}) {
  const processes: FakeProcess[] = [];
  const states: EngineState[] = [];
  const clock = { nowMs: 0 };
  const log = memoryLog();
  const host = new EngineHost<Port>({
    fork: () => {
      const child = new FakeProcess();
      processes.push(child);
      return child;
    },
    init,
    grants: () => options.grants ?? [],
    log,
    now: () => clock.nowMs,
    closeMs: options.closeMs ?? 50,
  });
  host.start();
  host.watch((state) => states.push(state));
  const newest = (): FakeProcess => processes.at(-1)!;
  return { host, processes, states, clock, log, newest };
}

const kinds = (states: readonly EngineState[]): string[] => states.map(({ kind }) => kind);

describe('the engine’s supervisor', () => {
  it('tells a new process first how to start, then every grant so far', () => {
    const { newest } = supervise({ grants: [['g1', '/a']] });
    expect(newest().told).toEqual([init, { kind: 'grant', id: 'g1', path: '/a' }]);
  });

  it('starts the process again after a crash and says so', () => {
    const { processes, states, newest } = supervise();
    newest().emit('message', { kind: 'ready' });
    newest().emit('exit', 9);
    expect(processes).toHaveLength(2);
    expect(states.at(-1)).toEqual({
      kind: 'restarting',
      reason: 'Its process ended unexpectedly (code 9).',
      logPath: '/logs/engine.log',
      isIntended: false,
    });
    newest().emit('message', { kind: 'ready' });
    expect(states.at(-1)).toEqual({ kind: 'running', restarts: 1 });
  });

  it('stops after a second crash, with the reason', () => {
    const { processes, states, newest } = supervise();
    newest().emit('exit', 9);
    newest().emit('message', { kind: 'failed', reason: 'The binding could not be loaded.' });
    newest().emit('exit', 1);
    expect(processes).toHaveLength(2);
    expect(states.at(-1)).toEqual({
      kind: 'stopped',
      reason: 'The binding could not be loaded.',
      logPath: '/logs/engine.log',
    });
  });

  const stuck = { kind: 'stuck', reason: 'A statement did not stop.', isWaiting: false } as const;

  it('ends an engine that a statement keeps and starts it again, as often as that happens', () => {
    const { processes, states, newest } = supervise();
    for (let restart = 1; restart <= 3; restart += 1) {
      const child = newest();
      child.emit('message', stuck);
      expect(child.kill).toHaveBeenCalledOnce();
      expect(states.at(-1)).toMatchObject({ kind: 'restarting', reason: stuck.reason, isIntended: true });
      newest().emit('message', { kind: 'ready' });
      expect(states.at(-1)).toEqual({ kind: 'running', restarts: restart });
    }
    expect(processes).toHaveLength(4);
    newest().emit('exit', 9);
    expect(states.at(-1)).toMatchObject({ kind: 'restarting', isIntended: false });
  });

  it('lets other work write what it read first, unless the person does not wait', () => {
    const { host, states, newest } = supervise();
    const child = newest();
    host.restartDue();
    child.emit('message', { ...stuck, isWaiting: true });
    expect(states.at(-1)).toEqual({ kind: 'restart-due', restarts: 0, reason: stuck.reason });
    expect(child.kill).not.toHaveBeenCalled();
    host.restartDue();
    expect(child.kill).toHaveBeenCalledOnce();
    expect(states.at(-1)).toMatchObject({ kind: 'restarting', isIntended: true });
  });

  it('ends an engine that a statement keeps while it closes, and does not start it again', async () => {
    const { host, processes, newest } = supervise({ closeMs: 60_000 });
    const closing = host.close();
    newest().emit('message', stuck);
    await closing;
    expect(newest().kill).toHaveBeenCalledOnce();
    expect(processes).toHaveLength(1);
  });

  it('forgets a crash after five healthy minutes', () => {
    const { processes, states, clock, newest } = supervise();
    newest().emit('exit', 9);
    clock.nowMs += 5 * 60_000;
    newest().emit('exit', 9);
    expect(kinds(states).at(-1)).toBe('restarting');
    clock.nowMs += 5 * 60_000 - 1;
    newest().emit('exit', 9);
    expect(kinds(states).at(-1)).toBe('stopped');
    expect(processes).toHaveLength(3);
  });

  it('reports the present state to whoever begins to watch, and nothing after they stop', () => {
    const { host, newest } = supervise();
    const seen: EngineState[] = [];
    const stop = host.watch((state) => seen.push(state));
    expect(seen).toEqual([{ kind: 'running', restarts: 0 }]);
    stop();
    newest().emit('exit', 9);
    expect(seen).toHaveLength(1);
  });

  it('hands ports to the living process, and closes them when there is none', () => {
    const { host, newest } = supervise();
    const first = { close: vi.fn() };
    host.connect(first);
    expect(newest().ports).toEqual([first]);
    newest().emit('exit', 9);
    newest().emit('exit', 9);
    const late = { close: vi.fn() };
    host.connect(late);
    expect(late.close).toHaveBeenCalledOnce();
    expect(first.close).not.toHaveBeenCalled();
  });

  it('ends a grant’s announcement when the engine says it knows it', async () => {
    const { host, newest } = supervise();
    let isKnown = false;
    const known = host.tell('g1', '/a').then(() => {
      isKnown = true;
    });
    await Promise.resolve();
    expect(newest().told).toContainEqual({ kind: 'grant', id: 'g1', path: '/a' });
    newest().emit('message', { kind: 'granted', id: 'other' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(isKnown).toBe(false);
    newest().emit('message', { kind: 'granted', id: 'g1' });
    await known;
  });

  it('does not leave an announcement waiting for a process that ended', async () => {
    const { host, newest } = supervise();
    const known = host.tell('g1', '/a');
    newest().emit('exit', 9);
    await known;
    newest().emit('exit', 9);
    await host.tell('g2', '/b');
  });

  it('asks the engine to close and waits for its end, without taking it for a crash', async () => {
    const { host, states, newest, processes } = supervise();
    const closed = host.close();
    expect(newest().told.at(-1)).toEqual({ kind: 'close' });
    expect(host.close()).toBe(closed);
    newest().emit('exit', 0);
    await closed;
    expect(newest().kill).not.toHaveBeenCalled();
    expect(kinds(states)).toEqual(['running']);
    expect(processes).toHaveLength(1);
  });

  it('ends a process by force that does not close in time', async () => {
    const { host, newest, log } = supervise({ closeMs: 5 });
    await host.close();
    expect(newest().kill).toHaveBeenCalledOnce();
    expect(log.lines.map(({ message }) => message)).toContain(
      'the engine did not close in time and is ended',
    );
  });

  it('writes the process’s output to the log and survives nonsense from it', () => {
    const { newest, log, states } = supervise();
    newest().stdout.emit('data', Buffer.from('hello\n'));
    newest().stderr.emit('data', Buffer.from('oh no\n'));
    newest().emit('message', { kind: 'surprise' });
    newest().emit('message', null);
    expect(log.lines).toMatchObject([
      { level: 'info', detail: 'hello' },
      { level: 'warn', detail: 'oh no' },
      { level: 'error' },
      { level: 'error' },
    ]);
    expect(kinds(states)).toEqual(['running']);
  });
});
