import { page, userEvent } from 'vitest/browser';
import { describe, expect, it } from 'vitest';
import { status } from '../../renderer/services/status.svelte.ts';
import { fakeArchive } from './explore/fake-archive.ts';
import { sampleInfo } from './support/fake-trail.ts';
import { openShell } from './support/open-shell.ts';

const events = page.getByRole('grid', { name: 'Events', exact: true });

async function open() {
  const trail = await openShell({ answers: fakeArchive(sampleInfo.events) });
  trail.screens.go('explore');
  await expect.element(events.getByRole('gridcell').first()).toBeVisible();
  await expect.poll(() => document.querySelector('[aria-busy="true"], .skeleton')).toBeNull();
  return trail;
}

describe('a screen that is kept', () => {
  it('is as it was when it comes back: where it was scrolled to, what had the focus, nothing asked again', async () => {
    const trail = await open();
    events.element().focus();
    await userEvent.keyboard('{PageDown}{PageDown}');
    const scroller = events.element();
    const isScrolled = (): boolean =>
      [scroller, ...scroller.querySelectorAll('*')].some((each) => each.scrollTop > 0);
    await expect.poll(isScrolled).toBe(true);
    await expect.poll(() => document.querySelector('[aria-busy="true"], .skeleton')).toBeNull();
    const place = status.said.position;
    expect(place).toMatch(/^row /);

    trail.screens.go('evidence');
    await expect.element(page.getByRole('table').first()).toBeVisible();
    await expect.element(events).not.toBeInTheDocument();
    expect(status.said.position).not.toBe(place);
    const asked = trail.calls.filter(
      ({ name }) => name === 'events.window' || name === 'timeline.histogram',
    ).length;

    trail.screens.go('explore');
    await expect.element(events).toBeVisible();
    expect(events.element()).toBe(scroller);
    expect(isScrolled()).toBe(true);
    await expect.poll(() => status.said.position).toBe(place);
    await expect.element(events).toHaveFocus();
    expect(
      trail.calls.filter(({ name }) => name === 'events.window' || name === 'timeline.histogram'),
    ).toHaveLength(asked);
  });

  it('takes no key and asks nothing while another is in front, and what has changed when it is back', async () => {
    const trail = await open();
    trail.screens.go('evidence');
    await expect.element(events).not.toBeInTheDocument();
    const asked = (): number => trail.calls.filter(({ name }) => name === 'events.window').length;
    const before = asked();
    trail.explore.narrow('x', { isFolded: false, sort: [{ field: 'eventName', descending: false }] });
    await expect.element(page.getByRole('table').first()).toBeVisible();
    expect(asked()).toBe(before);
    trail.screens.go('explore');
    await expect.poll(asked).toBeGreaterThan(before);
  });
});
