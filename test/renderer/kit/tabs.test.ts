import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { describe, expect, it, vi } from 'vitest';
import Tabs from '../../../renderer/kit/Tabs.svelte';

const tabs = [
  { id: 1, label: 'Events' },
  { id: 2, label: 'Conflicts' },
  { id: 3, label: 'Files' },
];

async function shown(more: Readonly<Record<string, unknown>> = {}) {
  const onselect = vi.fn();
  const screen = await render(Tabs, { label: 'Views', tabs, selected: 1, onselect, ...more });
  onselect.mockImplementation((selected: number) => void screen.rerender({ selected }));
  await userEvent.tab();
  return onselect;
}

const focused = (): string | null => document.activeElement?.textContent.trim() ?? null;

describe('tabs', () => {
  it('are one stop of the tab key; arrows, Home and End choose, around the ends', async () => {
    const onselect = await shown();
    expect(focused()).toBe('Events');
    for (const [key, label] of [
      ['ArrowRight', 'Conflicts'],
      ['End', 'Files'],
      ['ArrowRight', 'Events'],
      ['ArrowLeft', 'Files'],
      ['Home', 'Events'],
    ] as const) {
      await userEvent.keyboard(`{${key}}`);
      await expect.poll(focused, { message: key }).toBe(label);
      await expect.element(page.getByRole('tab', { name: label })).toHaveAttribute('aria-selected', 'true');
    }
    expect(onselect.mock.calls.flat()).toEqual([2, 3, 1, 3, 1]);
  });

  it('leave Alt and an arrow to the way back, and cannot be closed unless somebody listens', async () => {
    const onselect = await shown();
    await userEvent.keyboard('{Alt>}{ArrowRight}{/Alt}{Delete}{F2}');
    expect(onselect).not.toHaveBeenCalled();
    expect(document.querySelector('.close')).toBeNull();
  });

  it('of a strip are closed by Delete, the cross and a middle click, and renamed by F2 and a double click', async () => {
    const onclose = vi.fn();
    const onrename = vi.fn();
    const onselect = await shown({ onclose, onrename });
    await userEvent.keyboard('{Delete}{F2}');
    const files = page.getByRole('tab', { name: 'Files' });
    await userEvent.click(files, { button: 'middle' });
    files.element().querySelector<HTMLElement>('.close')?.click();
    expect(onclose.mock.calls.flat()).toEqual([1, 3, 3]);
    expect(onselect).not.toHaveBeenCalled();
    await userEvent.dblClick(files);
    expect(onrename.mock.calls.flat()).toEqual([1, 3]);
  });
});
