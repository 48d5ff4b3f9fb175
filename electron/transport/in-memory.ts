import type { Transport } from '../../shared/bridge/wire.ts';

/**
 * Two connected ends inside one process, for an engine hosted in the caller's own process and for tests. Like a real
 * port it copies what is posted, delivers later and in order, keeps messages until somebody listens, and closing one
 * end closes the other.
 */
export function inMemoryPair(): readonly [Transport, Transport] {
  const left = new End();
  const right = new End();
  left.peer = right;
  right.peer = left;
  return [left.transport, right.transport];
}

class End {
  peer: End | undefined;
  readonly #messageListeners: ((message: unknown) => void)[] = [];
  readonly #closeListeners: (() => void)[] = [];
  readonly #waiting: unknown[] = [];
  #isClosed = false;

  readonly transport: Transport = {
    post: (message) => {
      const copy: unknown = structuredClone(message);
      if (!this.#isClosed) queueMicrotask(() => this.peer?.receive(copy));
    },
    onMessage: (listener) => {
      this.#messageListeners.push(listener);
      queueMicrotask(() => this.#flush());
    },
    onClose: (listener) => {
      this.#closeListeners.push(listener);
    },
    close: () => {
      queueMicrotask(() => {
        this.closeNow();
        this.peer?.closeNow();
      });
    },
  };

  receive(message: unknown): void {
    this.#waiting.push(message);
    this.#flush();
  }

  closeNow(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const listener of this.#closeListeners) listener();
  }

  #flush(): void {
    if (this.#messageListeners.length === 0) return;
    for (const message of this.#waiting.splice(0)) {
      if (this.#isClosed) return;
      for (const listener of this.#messageListeners) listener(message);
    }
  }
}
