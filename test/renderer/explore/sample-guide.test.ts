import { beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import FirstSteps from '../../../renderer/features/explore/FirstSteps.svelte';
import { commands } from '../../../renderer/services/commands.svelte.ts';
import { printFilter } from '../../../shared/filter/print.ts';
import { findings } from '../support/axe.ts';
import { fakeTrail, type FakeTrail } from '../support/fake-trail.ts';
import Harness from '../support/Harness.svelte';

const key = 'AKIAEXAMPLE000000009';
const atMicros = 1_627_560_000_000_000;
const guide = () => page.getByRole('complementary', { name: 'First steps in the sample investigation' });

async function open(isSample = true): Promise<FakeTrail & { readonly leave: () => Promise<void> }> {
  const trail = fakeTrail({
    info: { isSample },
    answers: {
      'events.window': ({ columns }) => ({
        total: 1,
        offset: 0,
        ids: ['1.7'],
        columns: columns.map((column) => [column === 'eventTime' ? atMicros : key]),
      }),
      'notes.change': () => ({ id: 'c1', events: 1 }),
    },
  });
  const screen = await render(Harness, { trail, component: FirstSteps });
  return Object.assign(trail, {
    leave: async () => {
      await screen.unmount();
    },
  });
}
const step = (name: RegExp) => guide().getByRole('button', { name });

describe('the guide through the sample', () => {
  beforeEach(() => {
    localStorage.removeItem('explore.sample-steps');
    localStorage.removeItem('explore.first-steps');
  });

  it('stands only where the product made the workspace, and not again once it was dismissed', async () => {
    const { leave } = await open(false);
    await expect.element(guide()).not.toBeInTheDocument();
    await leave();
    const sample = await open();
    await expect.element(guide()).toBeVisible();
    expect(guide().getByRole('listitem').elements()).toHaveLength(5);
    expect(await findings()).toEqual([]);
    await page.getByRole('button', { name: 'Do not show these steps again' }).click();
    await expect.element(guide()).not.toBeInTheDocument();
    await sample.leave();
    await open();
    await expect.element(guide()).not.toBeInTheDocument();
  });

  it('does one real thing a step, by keyboard, and says what to see', async () => {
    const trail = await open();
    (step(/Show only what has consequence/).element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(trail.explore.state.scope.onlyConsequence).toBe(true));
    await expect.element(step(/Show only what has consequence , done/)).toBeVisible();
    await expect.element(guide().getByRole('status')).toHaveTextContent(/Changes, new credentials/);

    await userEvent.keyboard('{Tab}{Enter}');
    await vi.waitFor(() => expect(trail.explore.state.selectedId).toBe('1.7'));
    expect(printFilter(trail.explore.state.filter)).toBe(
      'eventName=ConsoleLogin and userIdentity.userName=svc-backup-sync',
    );

    await step(/Follow the new key/).click();
    await vi.waitFor(() =>
      expect(printFilter(trail.explore.state.filter)).toBe(`userIdentity.accessKeyId=${key}`),
    );

    await step(/Find where logging stopped/).click();
    await vi.waitFor(() => expect(trail.explore.state.view?.fromMicros).toBe(atMicros - 3_600_000_000));
    expect(trail.explore.past).toHaveLength(4);

    const exported = vi.fn();
    const forget = commands.register({ name: 'export', title: 'Export events…', run: exported });
    await step(/Note it and export/).click();
    await vi.waitFor(() => expect(exported).toHaveBeenCalledOnce());
    forget();
    expect(trail.calls.find(({ name }) => name === 'notes.change')?.params).toEqual({
      target: { kind: 'events', ids: ['1.7'] },
      change: { do: 'tag', tag: 'key finding' },
    });
  });
});
