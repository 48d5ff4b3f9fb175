import { expect, it, vi } from 'vitest';
import type { EngineHandlers } from '../../shared/contract/index.ts';
import type { Logger } from '../../electron/engine/log.ts';
import { withSlowCalls } from '../../electron/engine/slow-calls.ts';

it('leaves a line with the name and the time of a slow call, and none of a quick one or a watch', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const info = vi.fn();
  const lasting = (ms: number) => async () => {
    vi.advanceTimersByTime(ms);
    return null;
  };
  const handlers = withSlowCalls(
    {
      'workspace.current': lasting(1_500),
      'workspace.loadState': lasting(20),
      'workspace.watch': lasting(9_000),
    } as unknown as EngineHandlers,
    { info } as unknown as Logger,
  );
  const context = { signal: new AbortController().signal, report: () => undefined };
  await handlers['workspace.current']({}, context);
  await handlers['workspace.loadState']({}, context);
  await handlers['workspace.watch']({}, context);
  vi.useRealTimers();
  expect(info.mock.calls).toEqual([
    [{ call: 'workspace.current', ms: 1_500, isCancelled: false }, 'a slow call'],
  ]);
});
