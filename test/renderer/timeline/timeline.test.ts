import axe from 'axe-core';
import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { commands } from '../../../renderer/app/commands.svelte.ts';
import Timeline from '../../../renderer/features/explore/Timeline.svelte';
import type { EngineHandlers } from '../../../shared/contract/index.ts';
import { facetSelection } from '../../../shared/filter/facet-selection.ts';
import { incident, minute, noon } from '../charts/histograms.ts';
import { mouseOver } from '../charts/mouse.ts';
import Harness from '../support/Harness.svelte';
import { fakeTrail } from '../support/fake-trail.ts';

type Answer = EngineHandlers['timeline.histogram'];

const byRegion: Answer = ({ split }) => {
  const data = incident(100);
  if (split !== 'awsRegion') return data;
  const names = [...Array.from({ length: 7 }, (_, index) => `eu-test-${index}`), ' other'];
  const [success] = data.series;
  return { ...data, series: names.map((value) => ({ value, counts: success?.counts ?? [] })) };
};

async function show(answer: Answer = byRegion, widthPx = 1_000) {
  const trail = fakeTrail({
    answers: { 'timeline.histogram': answer },
    info: { firstEventMicros: noon, lastEventMicros: noon + 1_000 * minute - 1_000_000 },
  });
  await render(Harness, { trail, component: Timeline, widthPx });
  const asked = () =>
    trail.calls
      .filter((call) => call.name === 'timeline.histogram')
      .map((call) => call.params as Parameters<Answer>[0]);
  return { trail, asked };
}

const drawn = async () => {
  await vi.waitFor(() => expect(document.querySelector('.surface')).not.toBeNull());
  return mouseOver(document.querySelector('.surface')!);
};
const bars = (from: number, to: number) => ({
  fromMicros: noon + from * 10 * minute,
  toMicros: noon + to * 10 * minute,
});

describe('the range', () => {
  it('a drag narrows the scope in one step, and asks for nothing new', async () => {
    const { trail, asked } = await show();
    const mouse = await drawn();
    await mouse.drag(200, 399);
    await vi.waitFor(() => expect(trail.explore.state.scope.range).toEqual(bars(20, 40)));
    expect(trail.explore.past.map((step) => step.label)).toEqual(['Range 2021-07-28 15:20 → 18:40']);
    expect(asked()).toHaveLength(1);
    expect(asked()[0]?.question.scope.range).toBeNull();
    trail.explore.undo();
    expect(trail.explore.state.scope.range).toBeNull();
  });

  it('has commands to step by its own length and to zoom', async () => {
    const { trail, asked } = await show();
    await drawn();
    trail.explore.narrowScope('x', { range: bars(20, 30) });
    await vi.waitFor(() => expect(commands.run('range-on')).toBe(true));
    expect(trail.explore.state.scope.range).toEqual(bars(30, 40));
    commands.run('range-back');
    commands.run('range-back');
    expect(trail.explore.state.scope.range).toEqual(bars(10, 20));
    commands.run('zoom-in');
    expect(trail.explore.state.view).toEqual(bars(0, 50));
    await vi.waitFor(() => expect(asked().at(-1)?.view).toEqual(bars(0, 50)));
    commands.run('zoom-out');
    expect(trail.explore.state.view).toBeNull();
  });

  it('a right click on a bar opens the value menu with its time', async () => {
    const { trail } = await show();
    await drawn();
    await userEvent.click(document.querySelector('.surface')!, {
      button: 'right',
      position: { x: 205, y: 20 },
    });
    expect(trail.valueMenu.open?.target).toEqual({ field: 'eventTime', value: '2021-07-28T15:20:00Z' });
  });
});

describe('the split', () => {
  it('is chosen by field; values beyond the shown ones are no filter', async () => {
    const { trail, asked } = await show();
    await drawn();
    await userEvent.selectOptions(page.getByRole('combobox', { name: 'Bars by' }), 'Region');
    await expect.element(page.getByRole('button', { name: 'eu-test-0' })).toBeVisible();
    expect(asked().at(-1)?.split).toBe('awsRegion');
    await expect.element(page.getByText('all others', { exact: true })).toBeVisible();
    await expect.element(page.getByRole('button', { name: /others/ })).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'eu-test-0' }).click();
    await page.getByRole('button', { name: 'eu-test-1' }).click({ modifiers: ['Alt'] });
    expect(facetSelection(trail.explore.state.filter, 'awsRegion')).toEqual({
      included: ['eu-test-0'],
      excluded: ['eu-test-1'],
    });
  });

  it('by nothing has no legend', async () => {
    const { asked } = await show(() => ({
      ...incident(100),
      series: [{ value: null, counts: incident(100).series[0]!.counts }],
    }));
    await drawn();
    await userEvent.selectOptions(page.getByRole('combobox', { name: 'Bars by' }), 'nothing');
    await vi.waitFor(() => expect(asked().at(-1)?.split).toBeNull());
    await expect.element(page.getByRole('list', { name: 'Series' })).not.toBeInTheDocument();
  });
});

describe('asking', () => {
  it('asks for as many bars as fit', async () => {
    const { asked } = await show(byRegion, 620);
    await drawn();
    expect(asked()[0]?.maxBins).toBe(100);
  });

  it('old bars stay, dimmed, when the next answer is slow', async () => {
    let release = (): void => undefined;
    let isFirst = true;
    const { trail } = await show(async () => {
      if (!isFirst) await new Promise<void>((resolve) => (release = resolve));
      isFirst = false;
      return incident(100);
    });
    await drawn();
    trail.explore.narrowScope('x', { hideServiceCalls: true });
    await vi.waitFor(() => expect(document.querySelector('.is-busy')).not.toBeNull());
    expect(document.querySelector('.surface')).not.toBeNull();
    release();
    await vi.waitFor(() => expect(document.querySelector('.is-busy')).toBeNull());
  });

  it('a failure is said, with a way to try again', async () => {
    let fails = true;
    await show(() => {
      if (fails) throw new Error('boom');
      return incident(100);
    });
    await expect.element(page.getByRole('alert')).toBeVisible();
    fails = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await drawn();
  });

  it('an archive without times says so', async () => {
    await show(() => null);
    await expect.element(page.getByText('No events to draw', { exact: true })).toBeVisible();
  });

  it.each(['dark', 'light'])('axe finds nothing with eight series, %s', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    const { trail } = await show();
    trail.explore.adjust({ split: 'awsRegion' });
    await expect.element(page.getByText('all others', { exact: true })).toBeVisible();
    const found = await axe.run(document.body, {
      rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    });
    expect(found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html ?? ''}`)).toEqual(
      [],
    );
  });
});
