import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import Select from '../../../renderer/kit/Select.svelte';
import { findings } from '../support/axe.ts';

const named = (...labels: string[]) => labels.map((label) => ({ value: label.toLowerCase(), label }));
const colours = named('Amber', 'Azure', 'Blue', 'Brown', 'Cyan');
const fields = named(...Array.from({ length: 60 }, (_, at) => `Field ${at}`), 'Region');

async function shown(options = colours, more: Readonly<Record<string, unknown>> = {}) {
  const onchange = vi.fn();
  await render(Select, { label: 'Colour', value: options[2]?.value ?? '', options, onchange, ...more });
  const select = page.getByRole('combobox', { name: 'Colour' });
  return { onchange, select, list: page.getByRole('listbox', { name: 'Colour' }) };
}

const focus = (select: { element: () => Element }): void => (select.element() as HTMLElement).focus();
const active = (): string | null => document.querySelector('.option.active')?.textContent.trim() ?? null;

afterEach(() => page.viewport(1440, 900));

describe('a select', () => {
  it('shows what is chosen, and its list marks it', async () => {
    const { select, list } = await shown();
    await expect.element(select).toHaveTextContent('Blue');
    await expect.element(select).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(select);
    await expect.element(list).toBeVisible();
    await expect.element(select).toHaveAttribute('aria-expanded', 'true');
    const chosen = page.getByRole('option', { selected: true });
    await expect.element(chosen).toHaveTextContent('Blue');
    expect(select.element().getAttribute('aria-activedescendant')).toBe(chosen.element().id);
    expect(await findings()).toEqual([]);
  });

  it('is opened and chosen from by pointer; its own option changes nothing', async () => {
    const { select, list, onchange } = await shown();
    await userEvent.click(select);
    await userEvent.click(page.getByRole('option', { name: 'Azure' }));
    expect(onchange.mock.calls).toEqual([['azure']]);
    await expect.element(list).not.toBeInTheDocument();
    await userEvent.click(page.getByText('Colour', { exact: true }));
    await userEvent.click(page.getByRole('option', { name: 'Blue' }));
    expect(onchange).toHaveBeenCalledOnce();
  });

  it.each([
    ['{ArrowDown}', 'Blue'],
    ['{ArrowUp}', 'Blue'],
    ['{Enter}', 'Blue'],
    [' ', 'Blue'],
    ['{Home}', 'Amber'],
    ['{End}', 'Cyan'],
    ['a', 'Amber'],
    ['br', 'Brown'],
  ])('opens by the keys %j on %s', async (keys, expected) => {
    const { select, onchange } = await shown();
    focus(select);
    await userEvent.keyboard(keys);
    await expect.poll(active).toBe(expected);
    await expect.element(select).toHaveFocus();
    expect(onchange).not.toHaveBeenCalled();
  });

  it.each([
    ['{ArrowDown}{Enter}', 'brown'],
    ['{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp} ', 'amber'],
    ['{PageDown}{ArrowDown}{Enter}', 'cyan'],
    ['{Home}{Alt>}{ArrowUp}{/Alt}', 'amber'],
    ['az{Enter}', 'azure'],
    ['{End}{Tab}', 'cyan'],
  ])('takes by the keys %j %s', async (keys, expected) => {
    const { select, list, onchange } = await shown();
    focus(select);
    await userEvent.keyboard('{Enter}');
    await expect.element(list).toBeVisible();
    await userEvent.keyboard(keys);
    expect(onchange.mock.calls).toEqual([[expected]]);
    await expect.element(list).not.toBeInTheDocument();
  });

  it('closes by Escape and by a press elsewhere without a change, and keeps its keys to itself', async () => {
    const outside = vi.fn();
    addEventListener('keydown', outside);
    const { select, list, onchange } = await shown();
    focus(select);
    await userEvent.keyboard('{Enter}{ArrowDown}{Escape}');
    await expect.element(list).not.toBeInTheDocument();
    await expect.element(select).toHaveFocus();
    expect(outside).not.toHaveBeenCalled();
    await userEvent.keyboard('{Escape}');
    expect(outside).toHaveBeenCalledOnce();
    removeEventListener('keydown', outside);
    await userEvent.click(select);
    await userEvent.click(document.body, { position: { x: 700, y: 600 } });
    await expect.element(list).not.toBeInTheDocument();
    expect(onchange).not.toHaveBeenCalled();
  });

  it('does nothing while it is disabled', async () => {
    const { select, list } = await shown(colours, { disabled: true });
    await expect.element(select).toBeDisabled();
    await userEvent.click(select, { force: true });
    await expect.element(list).not.toBeInTheDocument();
  });

  it('keeps its width whatever is chosen', async () => {
    const { select } = await shown(named('A', 'Another thing entirely'), { value: 'a' });
    const narrow = select.element().getBoundingClientRect().width;
    await render(Select, {
      label: 'Wide',
      value: 'another thing entirely',
      options: named('A', 'Another thing entirely'),
      onchange: vi.fn(),
    });
    const wide = page.getByRole('combobox', { name: 'Wide' }).element().getBoundingClientRect().width;
    expect(narrow).toBeCloseTo(wide, 0);
  });
});

describe('a long select', () => {
  it('has a field to search it, begun by typing on the select itself', async () => {
    const { select, onchange } = await shown(fields);
    focus(select);
    await userEvent.keyboard('r');
    const search = page.getByRole('searchbox', { name: 'Search Colour' });
    await expect.element(search).toHaveFocus();
    await userEvent.keyboard('egi');
    await expect.element(search).toHaveValue('regi');
    expect(
      page
        .getByRole('option')
        .elements()
        .map((one) => one.textContent.trim()),
    ).toEqual(['Region']);
    expect(search.element().getAttribute('aria-activedescendant')).toBe(
      page.getByRole('option').element().id,
    );
    expect(await findings()).toEqual([]);
    await userEvent.keyboard('{Enter}');
    expect(onchange.mock.calls).toEqual([['region']]);
    await expect.element(select).toHaveFocus();
  });

  it('says when nothing matches, and then takes nothing', async () => {
    const { select, onchange } = await shown(fields);
    await userEvent.click(select);
    await userEvent.keyboard('zzz');
    await expect.element(page.getByRole('status')).toHaveTextContent('Nothing with these letters');
    await userEvent.keyboard('{Enter}');
    expect(onchange).not.toHaveBeenCalled();
  });

  it('shows what is chosen at once, and every line on the way', async () => {
    const { select, list } = await shown(fields, { value: 'field 50' });
    await userEvent.click(select);
    const isInView = (): boolean => {
      const line = document.querySelector('.option.active')?.getBoundingClientRect();
      const frame = list.element().getBoundingClientRect();
      return line !== undefined && line.top >= frame.top - 1 && line.bottom <= frame.bottom + 1;
    };
    await expect.poll(active).toBe('Field 50');
    expect(isInView()).toBe(true);
    await userEvent.keyboard('{Home}');
    await expect.poll(active).toBe('Field 0');
    expect(isInView()).toBe(true);
  });

  it.each([
    ['1024 × 700', 1024, 700],
    ['1440 × 900 at 200 %', 720, 450],
  ])('opens inside a window of %s, at every edge', async (_size, width, height) => {
    await page.viewport(width, height);
    const { select, list } = await shown(fields);
    const holder = select.element().closest<HTMLElement>('.select');
    if (holder) holder.style.position = 'fixed';
    for (const [left, top] of [
      ['0px', '0px'],
      [`${width - 120}px`, '0px'],
      ['0px', `${height - 30}px`],
      [`${width - 120}px`, `${height - 30}px`],
      ['40px', `${height / 2}px`],
    ] as const) {
      Object.assign(holder?.style ?? {}, { left, top });
      await userEvent.click(select, { force: true });
      await expect.element(list).toBeVisible();
      const popup = list.element().closest('[popover]')?.getBoundingClientRect();
      expect(popup?.left).toBeGreaterThanOrEqual(0);
      expect(popup?.top).toBeGreaterThanOrEqual(0);
      expect(popup?.right).toBeLessThanOrEqual(width);
      expect(popup?.bottom).toBeLessThanOrEqual(height);
      await userEvent.keyboard('{Escape}');
    }
  });
});
