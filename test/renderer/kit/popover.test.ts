import { createRawSnippet } from 'svelte';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import Popover from '../../../renderer/kit/Popover.svelte';

let anchor: HTMLButtonElement;
let elsewhere: HTMLButtonElement;
beforeEach(() => {
  [anchor, elsewhere] = ['Open', 'Elsewhere'].map((text) => {
    const button = document.createElement('button');
    button.textContent = text;
    document.body.append(button);
    return button;
  }) as [HTMLButtonElement, HTMLButtonElement];
});
afterEach(() => {
  anchor.remove();
  elsewhere.remove();
});

async function shown(html: string) {
  const onclose = vi.fn();
  const children = createRawSnippet(() => ({ render: () => html }));
  await render(Popover, {
    props: { isOpen: true, anchor, onclose, label: 'Columns', widthPx: 200, children },
  });
  const panel = page.getByRole('dialog', { name: 'Columns' });
  await expect.element(panel).toBeVisible();
  return { onclose, panel };
}

const twoFields = '<div><input aria-label="one"><input aria-label="two" data-autofocus></div>';

describe('a popover', () => {
  it('opens under its anchor with the focus where it is wanted, and Escape gives it back', async () => {
    const { onclose, panel } = await shown(twoFields);
    await expect.element(page.getByLabelText('two')).toHaveFocus();
    const at = anchor.getBoundingClientRect();
    expect(panel.element().getBoundingClientRect().top).toBeCloseTo(at.bottom + 4, 0);
    await userEvent.keyboard('{Escape}');
    expect(onclose).toHaveBeenCalledOnce();
    expect(document.activeElement).toBe(anchor);
  });

  it('stands above an anchor at the bottom of the window', async () => {
    anchor.style.position = 'fixed';
    anchor.style.bottom = '0';
    const { panel } = await shown('<p tabindex="0" class="tall">text</p>');
    await expect
      .poll(() => panel.element().getBoundingClientRect().bottom)
      .toBeCloseTo(anchor.getBoundingClientRect().top - 4, 0);
  });

  it.each([
    ['the focus goes elsewhere', () => Promise.resolve(elsewhere.focus())],
    ['something else is pressed', () => userEvent.click(elsewhere)],
  ])('closes when %s', async (_when, leave) => {
    const { onclose } = await shown(twoFields);
    await expect.element(page.getByLabelText('two')).toHaveFocus();
    await leave();
    expect(onclose).toHaveBeenCalled();
  });
});
