import { page, userEvent } from 'vitest/browser';
import { expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import SqlEditor from '../../../renderer/editor/SqlEditor.svelte';

async function mount(text: string): Promise<() => string> {
  let now = text;
  await render(SqlEditor, {
    text,
    schema: [],
    onchange: (next: string) => (now = next),
    onrun: () => undefined,
  });
  await page.getByRole('textbox').click();
  return () => now;
}

it('typing over a selection is not left to the browser, which would style what comes in its place', async () => {
  const text = await mount("select 'old' from events");
  const isTaken: boolean[] = [];
  const note = (event: InputEvent): void => void isTaken.push(event.defaultPrevented);
  document.addEventListener('beforeinput', note);
  await userEvent.keyboard('{Control>}a{/Control}x');
  await userEvent.keyboard('y');
  document.removeEventListener('beforeinput', note);
  await vi.waitFor(() => expect(text()).toBe('xy'));
  expect(isTaken).toEqual([true, false]);
});

it('a bracket typed over a selection still goes around it', async () => {
  const text = await mount('calls');
  await userEvent.keyboard('{Control>}a{/Control}(');
  await vi.waitFor(() => expect(text()).toBe('(calls)'));
});
