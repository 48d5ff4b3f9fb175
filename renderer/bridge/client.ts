import { connect, type ConnectOptions } from '../../shared/bridge/connect.ts';
import { AppError, isCancelled } from '../../shared/bridge/errors.ts';
import type { Transport } from '../../shared/bridge/wire.ts';
import type { EngineState, HostClient } from '../../shared/contract/host.ts';
import { engineContract, type EngineClient } from '../../shared/contract/index.ts';

/** What the living connection to the engine needs. */
export interface EngineLinkOptions extends ConnectOptions {
  readonly host: HostClient;
  /** A fresh transport to the engine that runs now. */
  readonly requestPort: () => Promise<Transport>;
  /** Puts a restarted engine back into the state the page expects; calls wait for it. `isIntended`: it did not crash. */
  readonly onRestart: (engine: EngineClient, isIntended: boolean) => Promise<void>;
  readonly onState: (state: EngineState) => void;
}

/** The page's connection to the engine, whichever process that is at the moment. */
export interface EngineLink {
  /**
   * Waits while the engine restarts. Watches go on by themselves; reads that were cut off are asked again, but only once
   * after a crash, which they may have caused.
   */
  readonly engine: EngineClient;
  /** Follows the engine's health until the signal aborts. */
  readonly follow: (signal: AbortSignal) => Promise<void>;
}

/** Connects to the engine and stays connected through its restarts. */
export function linkEngine(options: EngineLinkOptions): EngineLink {
  let line: Line | null = null;
  let wanted = -1;
  let stopped: AppError | null = null;
  let crashes = 0;
  let isIntended = false;
  const waiting = createQueue();

  const current = (signal: AbortSignal | undefined): Promise<Line> => {
    if (line) return Promise.resolve(line);
    if (stopped) return Promise.reject(stopped);
    return waiting.join(signal);
  };

  const drop = (): void => {
    const old = line;
    line = null;
    old?.drop();
  };

  const dial = async (restarts: number): Promise<void> => {
    const isRestart = wanted >= 0;
    wanted = restarts;
    stopped = null;
    drop();
    const fresh = openLine(await options.requestPort(), options);
    fresh.onDrop(() => {
      if (line === fresh) line = null;
    });
    if (wanted !== restarts) return fresh.drop();
    // Whoever puts the state back says so when it fails; calls must not wait for ever because of it.
    if (isRestart) await options.onRestart(fresh.engine, isIntended).catch(() => undefined);
    if (wanted !== restarts || fresh.isDropped()) return undefined;
    line = fresh;
    waiting.settle((waiter) => waiter.resolve(fresh));
    return undefined;
  };

  const take = (state: EngineState): void => {
    options.onState(state);
    if (state.kind === 'running' || state.kind === 'restart-due') {
      if (state.restarts > wanted) void dial(state.restarts).catch(() => undefined);
      return;
    }
    drop();
    if (state.kind === 'restarting') {
      ({ isIntended } = state);
      if (!isIntended) crashes += 1;
      return;
    }
    const error = new AppError('disconnected', `The engine stopped: ${state.reason}`);
    stopped = error;
    waiting.settle((waiter) => waiter.reject(error));
  };

  const engine: EngineClient = async (name, params, callOptions = {}) => {
    const { kind } = engineContract[name];
    const isRead = kind === 'read' || kind === 'ask';
    const crashesBefore = crashes;
    let lost: unknown;
    for (;;) {
      const { engine: now } = await current(callOptions.signal);
      if (isRead && crashes - crashesBefore > 1) throw lost;
      try {
        return await now(name, params, callOptions);
      } catch (error) {
        const isLost = error instanceof AppError && error.code === 'disconnected';
        if (!isLost || !(isRead || kind === 'watch') || callOptions.signal?.aborted) throw error;
        lost = error;
      }
    }
  };

  return {
    engine,
    follow: async (signal) => {
      try {
        await options.host('host.engine', {}, { signal, onProgress: take });
      } catch (error) {
        if (!isCancelled(error)) throw error;
      } finally {
        if (signal.aborted) drop();
      }
    },
  };
}

interface Waiter {
  readonly resolve: (line: Line) => void;
  readonly reject: (error: unknown) => void;
}

/** Calls that wait until there is a line, or none will come. */
function createQueue(): {
  readonly join: (signal: AbortSignal | undefined) => Promise<Line>;
  readonly settle: (settleOne: (waiter: Waiter) => void) => void;
} {
  let waiters: readonly Waiter[] = [];
  return {
    join: (signal) =>
      new Promise((resolve, reject) => {
        const waiter = { resolve, reject };
        waiters = [...waiters, waiter];
        const leave = (): void => {
          waiters = waiters.filter((one) => one !== waiter);
          reject(new AppError('cancelled', 'The work was cancelled.'));
        };
        signal?.addEventListener('abort', leave, { once: true });
      }),
    settle: (settleOne) => {
      const now = waiters;
      waiters = [];
      now.forEach(settleOne);
    },
  };
}

interface Line {
  readonly engine: EngineClient;
  readonly drop: () => void;
  readonly isDropped: () => boolean;
  readonly onDrop: (listener: () => void) => void;
}

/** A client whose end is noticed from either side: a port does not tell its own holder that it was closed. */
function openLine(transport: Transport, options: ConnectOptions): Line {
  const listeners: (() => void)[] = [];
  let isDropped = false;
  const end = (): void => {
    if (isDropped) return;
    isDropped = true;
    for (const listener of listeners) listener();
  };
  transport.onClose(end);
  const validate = options.validateResults === undefined ? {} : { validateResults: options.validateResults };
  const engine = connect(
    { ...transport, onClose: (listener) => listeners.push(listener) },
    engineContract,
    validate,
  );
  return {
    engine,
    isDropped: () => isDropped,
    onDrop: (listener) => listeners.push(listener),
    drop: () => {
      transport.close();
      end();
    },
  };
}
