import { describe, expect, it } from 'vitest';
import { CommandQueue } from '../../electron/main/command-queue.ts';
import type { HostCommand } from '../../shared/contract/host.ts';

const sample: HostCommand = { kind: 'open-sample' };
const undo: HostCommand = { kind: 'menu', command: 'undo' };

describe('the command queue', () => {
  it('keeps commands until a page listens, and delivers each once', () => {
    const queue = new CommandQueue();
    queue.push(sample);
    const first: HostCommand[] = [];
    const stop = queue.listen((command) => first.push(command));
    queue.push(undo);
    expect(first).toEqual([sample, undo]);
    stop();
    const second: HostCommand[] = [];
    queue.listen((command) => second.push(command));
    expect(second).toEqual([]);
  });

  it('keeps what comes while a page reloads', () => {
    const queue = new CommandQueue();
    queue.listen(() => undefined)();
    queue.push(undo);
    const heard: HostCommand[] = [];
    queue.listen((command) => heard.push(command));
    expect(heard).toEqual([undo]);
  });

  it('does not lose the new listener when the old one stops late', () => {
    const queue = new CommandQueue();
    const stopOld = queue.listen(() => undefined);
    const heard: HostCommand[] = [];
    queue.listen((command) => heard.push(command));
    stopOld();
    queue.push(undo);
    expect(heard).toEqual([undo]);
  });
});
