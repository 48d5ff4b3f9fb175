import type { TrailPreload } from '../../shared/contract/host.ts';

declare global {
  interface Window {
    readonly trail: TrailPreload;
  }
}

/** Asks the host for a port; it arrives as a window message, because ports cannot cross the context bridge. */
export function requestPort(to: 'engine' | 'host'): Promise<MessagePort> {
  const nonce = crypto.randomUUID();
  return new Promise((resolve) => {
    const take = (event: MessageEvent<{ kind?: unknown; nonce?: unknown }>): void => {
      const port = event.ports[0];
      if (event.source !== window || event.data.kind !== 'trail-port' || event.data.nonce !== nonce || !port)
        return;
      window.removeEventListener('message', take);
      resolve(port);
    };
    window.addEventListener('message', take);
    window.trail.requestPort(to, nonce);
  });
}
