import type { Transport } from '../../shared/bridge/wire.ts';

/** Electron's `MessagePortMain`, in the main process and in utility processes. */
export interface ElectronPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  postMessage(message: unknown): void;
  close(): void;
}

/** A `MessagePort` as browsers and Node's `worker_threads` have it. */
export interface StandardPort {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  start(): void;
  postMessage(message: unknown): void;
  close(): void;
}

/**
 * A message port as a transport. Messages that arrive before the first `onMessage` wait. Closing tells both ends; what
 * is posted afterwards is dropped. Posting throws `DataCloneError` for values that cannot be copied.
 */
export function messagePortTransport(port: ElectronPort | StandardPort): Transport {
  const closeListeners: (() => void)[] = [];
  let isClosed = false;
  const closed = (): void => {
    if (isClosed) return;
    isClosed = true;
    for (const listener of closeListeners) listener();
  };
  if (isStandard(port)) port.addEventListener('close', closed);
  else port.on('close', closed);

  return {
    post: (message) => {
      if (!isClosed) port.postMessage(message);
    },
    onMessage: (listener) => {
      const receive = (event: { readonly data: unknown }): void => {
        if (!isClosed) listener(event.data);
      };
      if (isStandard(port)) port.addEventListener('message', receive);
      else port.on('message', receive);
      port.start();
    },
    onClose: (listener) => {
      closeListeners.push(listener);
    },
    close: () => {
      port.close();
      // Electron tells only the other end, browsers too; Node tells both.
      queueMicrotask(closed);
    },
  };
}

const isStandard = (port: ElectronPort | StandardPort): port is StandardPort => 'addEventListener' in port;
