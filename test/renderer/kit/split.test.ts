import { createRawSnippet } from 'svelte';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { describe, expect, it } from 'vitest';
import Split from '../../../renderer/kit/Split.svelte';

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
