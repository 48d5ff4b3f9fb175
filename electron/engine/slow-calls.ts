import type { CallContext } from '../../shared/bridge/contract.ts';
import { engineContract, type EngineHandlers } from '../../shared/contract/index.ts';
import type { Logger } from './log.ts';

/** A call that takes longer leaves a line in the log. */
const slowMs = 1_000;

type AnyHandler = (params: never, context: CallContext<never>) => unknown;

/** Handlers that leave a line in the log with the name and the time of every slow call; watches last as long as they are wanted. */
export function withSlowCalls(handlers: EngineHandlers, logger: Logger): EngineHandlers {
  const timed = Object.entries(handlers).map(([name, handler]): readonly [string, AnyHandler] => {
    const plain = handler as AnyHandler;
    if (engineContract[name as keyof EngineHandlers].kind === 'watch') return [name, plain];
    const call: AnyHandler = async (params, context) => {
      const startedMs = performance.now();
      try {
        return await plain(params, context);
      } finally {
        const ms = Math.round(performance.now() - startedMs);
        if (ms >= slowMs) logger.info({ call: name, ms, isCancelled: context.signal.aborted }, 'a slow call');
      }
    };
    return [name, call];
  });
  return Object.fromEntries(timed) as unknown as EngineHandlers;
}
