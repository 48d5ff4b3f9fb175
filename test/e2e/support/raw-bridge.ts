import type { Page } from 'playwright-core';

/**
 * A bridge spoken by hand inside the page, independent of the page's own client: what an attacker who runs in the page
 * could say, and a second opinion on what our client says.
 */
export interface RawPort {
  /** Sends any message as it is. */
  readonly post: (message: unknown) => Promise<void>;
  /** Everything that came back so far; `'closed'` at the end. */
  readonly heard: () => Promise<unknown[]>;
  /** A call and its `ok` or `err` reply. */
  readonly call: (name: string, params: unknown) => Promise<unknown>;
}

interface RawWindow {
  rawPorts?: Record<string, { readonly port: MessagePort; readonly heard: unknown[] }>;
  trail: { requestPort: (to: string, nonce: string) => void };
}

let opened = 0;

/** Asks for a port the way our page does. */
export async function openRawPort(page: Page, to: 'engine' | 'host'): Promise<RawPort> {
  opened += 1;
  const key = `raw-${String(opened)}`;
  let calls = 1_000;
  await page.evaluate(
    ([to, key]) =>
      new Promise<void>((resolve) => {
        const raw = window as unknown as RawWindow;
        const take = (event: MessageEvent<{ kind?: string; nonce?: string }>): void => {
          const port = event.ports[0];
          if (event.source !== window || event.data.nonce !== key || !port) return;
          window.removeEventListener('message', take);
          const heard: unknown[] = [];
          port.addEventListener('message', (reply) => heard.push(reply.data));
          port.addEventListener('close', () => heard.push('closed'));
          port.start();
          raw.rawPorts = { ...raw.rawPorts, [key]: { port, heard } };
          resolve();
        };
        window.addEventListener('message', take);
        raw.trail.requestPort(to, key);
      }),
    [to, key] as const,
  );
  const post = (message: unknown): Promise<void> =>
    page.evaluate(
      ([key, message]) => (window as unknown as RawWindow).rawPorts?.[key]?.port.postMessage(message),
      [key, message] as const,
    );
  return {
    post,
    heard: () => page.evaluate((key) => (window as unknown as RawWindow).rawPorts?.[key]?.heard ?? [], key),
    call: async (name, params) => {
      calls += 1;
      const id = calls;
      await post({ kind: 'call', id, name, params });
      const found = await page.waitForFunction(
        ([key, id]) =>
          (window as unknown as RawWindow).rawPorts?.[key]?.heard.find(
            (reply) =>
              typeof reply === 'object' &&
              reply !== null &&
              'id' in reply &&
              reply.id === id &&
              'kind' in reply &&
              reply.kind !== 'progress',
          ),
        [key, id] as const,
      );
      return found.jsonValue();
    },
  };
}
