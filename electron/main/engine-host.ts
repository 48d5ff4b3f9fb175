import * as v from 'valibot';
import type { EngineState } from '../../shared/contract/host.ts';
import { fromEngineSchema, type EngineInit, type ToEngine } from '../transport/control.ts';
import type { Log } from './log.ts';

/** Electron's `UtilityProcess`, as far as it is used. */
export interface EngineProcess<Port> {
  readonly stdout: Output | null;
  readonly stderr: Output | null;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  postMessage(message: ToEngine, transfer?: Port[]): void;
  /** Ends the process at once, whatever it is doing. */
  kill(): unknown;
}
interface Output {
  on(event: 'data', listener: (chunk: unknown) => void): unknown;
}

/** How the engine's process is run. */
export interface EngineHostOptions<Port> {
  readonly fork: () => EngineProcess<Port>;
  readonly init: EngineInit;
  /** Paths granted before a (re)start. */
  readonly grants: () => Iterable<readonly [id: string, path: string]>;
  readonly log: Log;
  readonly now?: () => number;
  /** How long a close may take before the process is ended by force. */
  readonly closeMs?: number;
}

const HEALTHY_MS = 5 * 60_000;
const CLOSE_MS = 8_000;
const KILL_MS = 2_000;

/**
 * Runs the engine's process: starts it again once when it ends unexpectedly, and gives up when that happens again
 * within five minutes, because a third attempt would only hide what is wrong. An engine that a statement keeps is ended and
 * started again as often as that happens.
 */
export class EngineHost<Port extends { close(): void }> {
  readonly #options: EngineHostOptions<Port>;
  readonly #listeners = new Set<(state: EngineState) => void>();
  readonly #untold = new Map<string, () => void>();
  #process: EngineProcess<Port> | undefined;
  #state: EngineState = { kind: 'running', restarts: 0 };
  #restarts = 0;
  #recentCrashes = 0;
  #startedAtMs = 0;
  #failure: string | undefined;
  /** Why the process is being ended on purpose. */
  #intent: string | undefined;
  #closing: Promise<void> | undefined;
  #onExit: (() => void) | undefined;

  constructor(options: EngineHostOptions<Port>) {
    this.#options = options;
  }

  start(): void {
    const child = this.#options.fork();
    this.#process = child;
    this.#failure = undefined;
    this.#intent = undefined;
    this.#startedAtMs = this.#now();
    child.on('message', (message) => this.#receive(message));
    child.on('exit', (code) => this.#exited(code));
    child.stdout?.on('data', (chunk) => this.#options.log.info('engine output', String(chunk).trimEnd()));
    child.stderr?.on('data', (chunk) =>
      this.#options.log.warn('engine error output', String(chunk).trimEnd()),
    );
    child.postMessage(this.#options.init);
    for (const [id, path] of this.#options.grants()) child.postMessage({ kind: 'grant', id, path });
  }

  /** Gives the engine one end of a channel; closes it when there is no engine to give it to. */
  connect(port: Port): void {
    if (!this.#process || this.#closing) port.close();
    else this.#process.postMessage({ kind: 'port' }, [port]);
  }

  /** Ends when the engine knows the grant, or when it is gone: the next one is told at its start. */
  tell(id: string, path: string): Promise<void> {
    const child = this.#process;
    if (!child) return Promise.resolve();
    return new Promise((resolve) => {
      this.#untold.set(id, resolve);
      child.postMessage({ kind: 'grant', id, path });
    });
  }

  /** Reports the state now and at every change. Returns how to stop. */
  watch(listener: (state: EngineState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#state);
    return () => this.#listeners.delete(listener);
  }

  /** Starts the engine again that waits for other work to be restarted; does nothing when none waits. */
  restartDue(): void {
    if (this.#state.kind === 'restart-due') this.#restart(this.#state.reason);
  }

  /** Asks the engine to close its workspace and waits; a process that does not end in time is ended by force. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const child = this.#process;
    if (!child) return;
    const gone = new Promise<void>((resolve) => {
      this.#onExit = resolve;
    });
    child.postMessage({ kind: 'close' });
    if (await isDoneWithin(gone, this.#options.closeMs ?? CLOSE_MS)) return;
    this.#options.log.error('the engine did not close in time and is ended');
    child.kill();
    await isDoneWithin(gone, KILL_MS);
  }

  #receive(data: unknown): void {
    const message = v.safeParse(fromEngineSchema, data);
    if (!message.success) {
      this.#options.log.error('the engine said something unknown', data);
      return;
    }
    switch (message.output.kind) {
      case 'ready':
        this.#options.log.info('the engine is ready');
        this.#become({ kind: 'running', restarts: this.#restarts });
        break;
      case 'granted':
        this.#told(message.output.id);
        break;
      case 'stuck':
        this.#stuck(message.output);
        break;
      case 'failed':
        this.#failure = message.output.reason;
        break;
    }
  }

  #stuck({ reason, isWaiting }: { readonly reason: string; readonly isWaiting: boolean }): void {
    this.#options.log.warn('a statement cannot be stopped', { reason, isWaiting });
    if (this.#closing || !isWaiting) this.#restart(reason);
    else this.#become({ kind: 'restart-due', restarts: this.#restarts, reason });
  }

  #restart(reason: string): void {
    this.#intent = reason;
    this.#process?.kill();
  }

  #exited(code: number): void {
    const intent = this.#intent;
    this.#process = undefined;
    for (const id of [...this.#untold.keys()]) this.#told(id);
    this.#onExit?.();
    if (this.#closing) return;
    const reason = this.#failure ?? `Its process ended unexpectedly (code ${String(code)}).`;
    const { log, init } = this.#options;
    if (intent !== undefined) {
      this.#startAgain(intent, true);
      return;
    }
    log.error('the engine ended', { code, reason });
    if (this.#now() - this.#startedAtMs >= HEALTHY_MS) this.#recentCrashes = 0;
    this.#recentCrashes += 1;
    if (this.#recentCrashes > 1) {
      this.#become({ kind: 'stopped', reason, logPath: init.logFile });
      return;
    }
    this.#startAgain(reason, false);
  }

  #startAgain(reason: string, isIntended: boolean): void {
    this.#restarts += 1;
    this.#become({ kind: 'restarting', reason, logPath: this.#options.init.logFile, isIntended });
    this.start();
  }

  #told(id: string): void {
    this.#untold.get(id)?.();
    this.#untold.delete(id);
  }

  #become(state: EngineState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

async function isDoneWithin(work: Promise<void>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
