import type { WebFrameMain } from 'electron';
import { pageOrigin } from './page-address.ts';

/** What an `ipcMain` event says about who sent it. */
export interface Sender {
  readonly sender: { readonly id: number };
  readonly senderFrame: Pick<WebFrameMain, 'origin' | 'parent'> | null;
}

/**
 * The window a message comes from, if it comes from the main frame of one of our windows and that frame shows our page;
 * otherwise undefined.
 *
 * @param windows by the id of their web contents
 */
export function trustedWindow<Window>(
  event: Sender,
  windows: ReadonlyMap<number, Window>,
): Window | undefined {
  const frame = event.senderFrame;
  return frame && frame.parent === null && frame.origin === pageOrigin
    ? windows.get(event.sender.id)
    : undefined;
}
