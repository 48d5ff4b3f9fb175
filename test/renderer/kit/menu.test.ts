import { createRawSnippet } from 'svelte';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { describe, expect, it, vi } from 'vitest';
import ContextMenu from '../../../renderer/kit/ContextMenu.svelte';
import MenuButton from '../../../renderer/kit/MenuButton.svelte';
import { findings } from '../support/axe.ts';

const line = (label: string, onselect = vi.fn()) => ({ label, onselect });

describe('menus', () => {
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

  it('of a button open under it, go to lines by letters, and give the focus back on Escape', async () => {
    const items = ['Include', 'Exclude', 'Export', 'Copy'].map((label) => line(label));
    const children = createRawSnippet(() => ({ render: () => '<span>More</span>' }));
    await render(MenuButton, { label: 'More', items, children });
    const button = page.getByRole('button', { name: 'More' });
    (button.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}');
    const menu = page.getByRole('menu', { name: 'More' });
    await expect.element(menu).toBeVisible();
    await expect
      .poll(() => menu.element().getBoundingClientRect().top)
      .toBeCloseTo(button.element().getBoundingClientRect().bottom + 2, 0);
    await userEvent.keyboard('ex');
    await expect.element(page.getByRole('menuitem', { name: 'Exclude' })).toHaveFocus();
    await userEvent.keyboard('p');
    await expect.element(page.getByRole('menuitem', { name: 'Export' })).toHaveFocus();
    await userEvent.keyboard('{End}');
    await expect.element(page.getByRole('menuitem', { name: 'Copy' })).toHaveFocus();
    expect(await findings()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await expect.element(menu).not.toBeInTheDocument();
    await expect.element(button).toHaveFocus();
    expect(items.some(({ onselect }) => onselect.mock.calls.length > 0)).toBe(false);
  });
});
