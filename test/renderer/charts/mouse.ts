import { cdp } from 'vitest/browser';

type MouseKind = 'mousePressed' | 'mouseMoved' | 'mouseReleased';

interface DevTools {
  send(method: 'Input.dispatchMouseEvent', params: Record<string, unknown>): Promise<unknown>;
}

/** The real mouse over an element: positions are pixels from the element's top left corner. */
export function mouseOver(element: Element) {
  const devTools = cdp() as unknown as DevTools;
  const send = async (
    kind: MouseKind,
    x: number,
    y: number,
    extra: Record<string, unknown> = {},
  ): Promise<void> => {
    const box = element.getBoundingClientRect();
    // Vitest shows the page in a frame that may be scaled to fit.
    const frame = window.frameElement?.getBoundingClientRect() ?? new DOMRect(0, 0, innerWidth, innerHeight);
    const scale = frame.width / innerWidth;
    await devTools.send('Input.dispatchMouseEvent', {
      type: kind,
      x: frame.left + (box.left + x) * scale,
      y: frame.top + (box.top + y) * scale,
      button: 'left',
      buttons: kind === 'mouseReleased' ? 0 : 1,
      ...extra,
    });
  };
  const middle = (): number => element.getBoundingClientRect().height / 2;
  const move = (x: number, isDown: boolean): Promise<void> =>
    send('mouseMoved', x, middle(), isDown ? {} : { button: 'none', buttons: 0 });
  const down = (x: number, clickCount = 1): Promise<void> =>
    send('mousePressed', x, middle(), { clickCount });
  const up = (x: number, clickCount = 1): Promise<void> => send('mouseReleased', x, middle(), { clickCount });
  return {
    move: (x: number) => move(x, false),
    pull: (x: number) => move(x, true),
    down,
    up,
    drag: async (from: number, to: number): Promise<void> => {
      await move(from, false);
      await down(from);
      for (const share of [0.25, 0.5, 0.75, 1]) await move(from + (to - from) * share, true);
      await up(to);
    },
    click: async (x: number): Promise<void> => {
      await move(x, false);
      await down(x);
      await up(x);
    },
    doubleClick: async (x: number): Promise<void> => {
      await move(x, false);
      await down(x);
      await up(x);
      await down(x, 2);
      await up(x, 2);
    },
  };
}
