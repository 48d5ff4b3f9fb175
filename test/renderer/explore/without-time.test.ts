import { page, userEvent } from 'vitest/browser';
import { describe, expect, it } from 'vitest';
import { printFilter } from '../../../shared/filter/print.ts';
import { findings } from '../support/axe.ts';
import { sampleInfo, type FakeTrail } from '../support/fake-trail.ts';
import { openShell } from '../support/open-shell.ts';
import { fakeArchive } from './fake-archive.ts';

const range = { fromMicros: sampleInfo.firstEventMicros ?? 0, toMicros: sampleInfo.lastEventMicros ?? 0 };
const scope = page.getByRole('region', { name: 'Scope' }).getByRole('button', { name: '5 without time' });
const timeline = page
  .getByRole('region', { name: 'Events over time' })
  .getByRole('button', { name: '5 without time' });
const facets = page.getByRole('region', { name: 'Facets' }).getByRole('button', { name: '5 without time' });

async function open(withoutTime: number): Promise<FakeTrail> {
  const trail = await openShell({ withoutTime, answers: fakeArchive(sampleInfo.events) });
  trail.screens.go('explore');
  await expect.element(page.getByRole('region', { name: 'Events over time' })).toBeVisible();
  return trail;
}

describe('events without time', () => {
  it('are told beside the bars always, and beside every other count once a range is chosen', async () => {
    const trail = await open(5);
    await expect.element(timeline).toBeVisible();
    await expect.element(scope).not.toBeInTheDocument();
    await expect.element(facets).not.toBeInTheDocument();
    trail.explore.narrowScope('range', { range });
    await expect.element(scope).toBeVisible();
    await expect.element(facets).toBeVisible();
    expect(await findings()).toEqual([]);
  });

  it('are listed by key, as a step that can be undone', async () => {
    const trail = await open(5);
    trail.explore.narrowScope('range', { range });
    await expect.element(scope).toBeVisible();
    scope.element().focus();
    await userEvent.keyboard('{Enter}');
    expect(printFilter(trail.explore.state.filter)).toBe('absent(eventTime)');
    expect(trail.explore.state.scope.range).toBeNull();
    trail.explore.undo();
    expect(trail.explore.state.scope.range).toEqual(range);
  });

  it('are not mentioned when there are none', async () => {
    const trail = await open(0);
    trail.explore.narrowScope('range', { range });
    await expect
      .poll(() => trail.calls.filter(({ params }) => JSON.stringify(params).includes('"absent"')).length)
      .toBeGreaterThan(0);
    await expect.element(page.getByText(/without time/)).not.toBeInTheDocument();
  });
});
