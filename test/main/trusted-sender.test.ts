import { describe, expect, it } from 'vitest';
import { trustedWindow, type Sender } from '../../electron/main/trusted-sender.ts';

const windows = new Map([[7, 'our window']]);
const event = (id: number, frame: { origin: string; parent: unknown } | null): Sender =>
  ({ sender: { id }, senderFrame: frame }) as unknown as Sender;

describe('the sender check', () => {
  it('knows the main frame of a window of ours at our origin', () => {
    expect(trustedWindow(event(7, { origin: 'app://trail', parent: null }), windows)).toBe('our window');
  });

  it.each([
    ['an unknown window', event(8, { origin: 'app://trail', parent: null })],
    ['another origin', event(7, { origin: 'https://trail', parent: null })],
    ['another host of our scheme', event(7, { origin: 'app://trail.evil', parent: null })],
    ['an opaque origin', event(7, { origin: 'null', parent: null })],
    ['a frame inside our page', event(7, { origin: 'app://trail', parent: {} })],
    ['a frame that is gone', event(7, null)],
  ])('refuses %s', (_what, sender) => {
    expect(trustedWindow(sender, windows)).toBeUndefined();
  });
});
