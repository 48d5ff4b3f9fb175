import type { Transport } from '../../shared/bridge/wire.ts';

/** A browser MessagePort as a transport. Chromium fires `close` when the other end is gone. */
export function domPort(port: MessagePort): Transport {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data));
      port.start();
    },
    onClose: (listener) => port.addEventListener('close', () => listener()),
    close: () => port.close(),
  };
}
