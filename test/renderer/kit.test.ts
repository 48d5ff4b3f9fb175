import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { describe, expect, it, vi } from 'vitest';
import Split from '../../renderer/kit/Split.svelte';
import { createRawSnippet } from 'svelte';
import ContextMenu from '../../renderer/kit/ContextMenu.svelte';
import {
  cutMiddle,
  formatBytes,
  formatCount,
  formatDay,
  formatDuration,
  formatTime,
  plural,
  visibleText,
} from '../../renderer/kit/format.ts';
import { placeInside, typeAhead } from '../../renderer/kit/menu.ts';

describe('format', () => {
  it('writes times in UTC to the second, before 1970 too', () => {
    expect(formatTime(1_627_486_086_999_999)).toBe('2021-07-28 15:28:06');
    expect(formatTime(-1)).toBe('1969-12-31 23:59:59');
    expect(formatDay(1_627_486_086_000_000)).toBe('2021-07-28');
    expect(formatTime(1e19)).toBe('no valid time');
  });

  it('writes counts, sizes and durations', () => {
    expect(formatCount(1_204_113)).toBe('1,204,113');
    expect(plural(1, 'event')).toBe('1 event');
    expect(plural(2_000, 'entry', 'entries')).toBe('2,000 entries');
    expect([0, 812, 999.6, 1_234_567, 345_000_000].map(formatBytes)).toEqual([
      '0 B',
      '812 B',
      '1.0 kB',
      '1.2 MB',
      '345 MB',
    ]);
    expect([38, 4_200, 9_980, 42_000, 133_000, 7_980_000, 442_800_000].map(formatDuration)).toEqual([
      '38 ms',
      '4.2 s',
      '10 s',
      '42 s',
      '2 min 13 s',
      '2 h 13 min',
      '5 d 3 h',
    ]);
  });

  it('cuts the middle without breaking a character', () => {
    expect(cutMiddle('arn:aws:iam::123456789012:role/admin', 15)).toBe('arn:…role/admin');
    expect(cutMiddle('elasticloadbalancing.amazonaws.com', 15)).toBe('elastic…aws.com');
    expect(cutMiddle('short', 15)).toBe('short');
    expect(cutMiddle('aaa😀bbbbbbbbbb', 8)).not.toMatch(/[\uD800-\uDFFF]/);
  });

  it('makes characters that deceive visible', () => {
    expect(visibleText('a\u0000b\u202Ec\u200Bd\u007F')).toBe('a␀b⟦RLO⟧c⟦ZWSP⟧d␡');
    expect(visibleText('\u{E0041}\uD800')).toBe('⟦U+E0041⟧⟦U+D800⟧');
    expect(visibleText('one\n\ttwo\r', { keepLines: true })).toBe('one\n\ttwo␍');
    expect(visibleText('naïve 日本 😀')).toBe('naïve 日本 😀');
  });
});

describe('menus', () => {
  it('stay inside the window', () => {
    expect(
      placeInside({ x: 990, y: 10 }, { width: 200, height: 100 }, { width: 1_000, height: 700 }),
    ).toEqual({
      x: 796,
      y: 10,
    });
  });

  it('find lines by their first letters', () => {
    expect(typeAhead(['Copy', 'Cut', 'Paste'], 'c', 0)).toBe(1);
    expect(typeAhead(['Copy', 'Cut', 'Paste'], 'c', 1)).toBe(0);
    expect(typeAhead(['Copy', 'Cut', 'Paste'], 'x', 0)).toBe(-1);
  });

  it('are used by keyboard and give the focus back', async () => {
    const opener = document.createElement('button');
    document.body.append(opener);
    opener.focus();
    const chosen = vi.fn();
    const closed = vi.fn();
    const screen = render(ContextMenu, {
      x: 10,
      y: 10,
      label: 'Value',
      items: [
        { label: 'Include', onselect: vi.fn() },
        { label: 'Exclude', disabled: true, onselect: vi.fn() },
        { label: 'Copy', hint: 'c', onselect: chosen },
      ],
      onclose: closed,
    });
    await expect.element(page.getByRole('menuitem', { name: 'Include' })).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(page.getByRole('menuitem', { name: 'Copy' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(chosen).toHaveBeenCalledOnce();
    expect(closed).toHaveBeenCalledOnce();
    await (await screen).unmount();
    expect(document.activeElement).toBe(opener);
    opener.remove();
  });
});

describe('a split', () => {
  it('is resized by keyboard, keeps its limits and remembers its size', async () => {
    await page.viewport(1000, 600);
    const side = (name: string) => createRawSnippet(() => ({ render: () => `<p>${name}</p>` }));
    const props = {
      direction: 'horizontal' as const,
      id: 'test',
      label: 'the side',
      sized: 'second' as const,
      defaultPx: 300,
      minPx: 280,
      first: side('main'),
      second: side('side'),
    };
    const shown = await render(Split, props);
    const handle = page.getByRole('separator', { name: 'Size of the side' });
    await expect.element(handle).toHaveAttribute('aria-valuenow', '300');
    (handle.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowLeft}');
    await expect.element(handle).toHaveAttribute('aria-valuenow', '316');
    await userEvent.keyboard('{Home}{ArrowRight}');
    await expect.element(handle).toHaveAttribute('aria-valuenow', '280');
    await userEvent.keyboard('{ArrowLeft}');
    await shown.unmount();
    await render(Split, props);
    await expect.element(handle).toHaveAttribute('aria-valuenow', '296');
    await page.viewport(1440, 900);
  });
});
