import { page, userEvent } from 'vitest/browser';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { commands } from '../../../../renderer/services/commands.svelte.ts';
import FirstSteps from '../../../../renderer/features/explore/FirstSteps.svelte';
import { timeAgo } from '../../../../renderer/features/explore/filter/history-trail.ts';
import HistoryTrail from '../../../../renderer/features/explore/filter/HistoryTrail.svelte';
import { findings } from '../../support/axe.ts';
import { fakeTrail } from '../../support/fake-trail.ts';
import Harness from '../../support/Harness.svelte';

async function mount() {
  const trail = fakeTrail();
  for (const region of ['us-east-1', 'eu-west-1', 'eu-\u202Ewest-2']) {
    trail.explore.narrowScope(`Region ${region}`, { regions: [region] });
    trail.explore.noteTotal(trail.explore.question, region.length);
  }
  trail.explore.undo();
  trail.explore.undo();
  trail.explore.narrowScope('all accounts', { accounts: [] });
  await render(Harness, { trail, component: HistoryTrail });
  return trail;
}

const lines = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('[aria-label=Steps] .label')].map((line) => line.innerText);

describe('the list of steps', () => {
  it('shows where one is, what lies aside, and counts, and leads back by click', async () => {
    const trail = await mount();
    await page.getByRole('button', { name: 'Steps so far' }).click();
    await vi.waitFor(() =>
      expect(lines()).toEqual([
        'all accounts',
        'Region eu-⟦RLO⟧west-2',
        'Region eu-west-1\nfrom “Region us-east-1”',
        'Region us-east-1',
        'Beginning',
      ]),
    );
    const here = page.getByRole('button', { name: /all accounts/ });
    await expect.element(here).toHaveAttribute('aria-current', 'step');
    await expect.element(page.getByText('10 events').first()).toBeVisible();
    for (const theme of ['dark', 'light']) {
      document.documentElement.dataset['theme'] = theme;
      await Promise.all(document.getAnimations().map((animation) => animation.finished));
      expect(await findings()).toEqual([]);
    }
    await page.getByRole('button', { name: /Region eu-west-1/ }).click();
    expect(trail.explore.state.scope).toMatchObject({ regions: ['eu-west-1'], accounts: null });
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await expect.element(page.getByRole('button', { name: 'Steps so far' })).toHaveFocus();
  });

  it('is opened, walked and left by keyboard', async () => {
    const trail = await mount();
    expect(commands.run('history')).toBe(true);
    await vi.waitFor(() => expect(document.activeElement?.textContent).toContain('all accounts'));
    await userEvent.keyboard('{End}');
    expect(document.activeElement?.textContent).toContain('Beginning');
    await userEvent.keyboard('{ArrowUp}{Enter}');
    expect(trail.explore.state.scope).toMatchObject({ regions: ['us-east-1'], accounts: null });
    commands.run('history');
    await vi.waitFor(() => expect(document.activeElement?.textContent).toContain('Region us-east-1'));
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('button', { name: 'Steps so far' })).toHaveFocus();
    expect(trail.explore.past).toHaveLength(1);
  });

  it('tells times in words', () => {
    const now = Date.UTC(2024, 2, 1, 12);
    expect(timeAgo(now - 5_000, now)).toBe('now');
    expect(timeAgo(now - 130_000, now)).toBe('2 min ago');
    expect(timeAgo(now - 3 * 3_600_000, now)).toBe('3 h ago');
    expect(timeAgo(now - 3 * 86_400_000, now)).toBe('2024-02-27');
  });
});

describe('the first steps', () => {
  beforeEach(() => localStorage.removeItem('explore.first-steps'));

  it('are shown until they are dismissed, and not again', async () => {
    const trail = fakeTrail();
    const screen = await render(Harness, { trail, component: FirstSteps });
    await expect.element(page.getByText('Drag over the bars')).toBeVisible();
    expect(await findings()).toEqual([]);
    await page.getByRole('button', { name: 'Do not show this again' }).click();
    await expect.element(page.getByText('Drag over the bars')).not.toBeInTheDocument();
    await screen.unmount();
    await render(Harness, { trail, component: FirstSteps });
    expect(document.body.innerText).not.toContain('Drag over the bars');
  });
});
