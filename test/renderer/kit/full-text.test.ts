import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import FullTextOfButtons from './FullTextOfButtons.svelte';

const box = (): HTMLElement | null => document.querySelector('[popover]:popover-open');

test('the keyboard is shown in full what is cut, and nothing where it is whole', async () => {
  await render(FullTextOfButtons, { texts: ['a-name-that-is-much-too-long-for-its-button', 'short'] });
  await expect.poll(() => document.querySelector('[data-cut]')?.textContent).toMatch(/…$/);
  await userEvent.keyboard('{Tab}');
  await expect.poll(() => box()?.textContent.trim()).toBe('a-name-that-is-much-too-long-for-its-button');
  const button = document.activeElement?.getBoundingClientRect();
  expect(box()?.getBoundingClientRect().left).toBeGreaterThanOrEqual(button?.right ?? Infinity);
  await userEvent.keyboard('{Tab}');
  await expect.poll(() => document.activeElement?.textContent.trim()).toBe('short');
  await expect.poll(box).toBeNull();
});

test('a click shows no box', async () => {
  await render(FullTextOfButtons, { texts: ['a-name-that-is-much-too-long-for-its-button'] });
  await expect.poll(() => document.querySelector('[data-cut]')).not.toBeNull();
  await userEvent.click(document.querySelector('button') as Element);
  expect(box()).toBeNull();
});
