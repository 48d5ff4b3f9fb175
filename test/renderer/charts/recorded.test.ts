import axe from 'axe-core';
import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { recordedCategories, type RecordedCategory } from '../../../shared/cloudtrail/recorded.ts';
import type { Recorded, RecordedState, WhatWasRecorded } from '../../../shared/contract/coverage.ts';
import { recordedInBar, recordedLines, type RecordedLine } from '../../../renderer/charts/recorded.ts';
import Harness from './HistogramHarness.svelte';
import { incident } from './histograms.ts';
import { mouseOver } from './mouse.ts';

const data = incident(100);

/** A kind by its stretches, ten events in each bar that has any. */
function kind(category: RecordedCategory, ...parts: readonly (readonly [RecordedState, number])[]): Recorded {
  let fromBar = 0;
  const stretches = parts.map(([state, toBar]) => {
    const stretch = { state, fromBar, toBar };
    fromBar = toBar;
    return stretch;
  });
  const counts = stretches.flatMap(({ state, fromBar: from, toBar }) =>
    new Array<number>(toBar - from).fill(state === 'events' ? 10 : 0),
  );
  const events = counts.reduce((sum, count) => sum + count, 0);
  const isTold = stretches.some(({ state }) => state === 'no-event');
  return {
    category,
    events,
    counts,
    stretches,
    word: events > 0 ? 'events' : isTold ? 'none-here' : 'cannot-be-told',
  };
}

const { fromMicros, toMicros, binMicros } = data;
const recorded: WhatWasRecorded = {
  ...{ fromMicros, toMicros, binMicros, unstated: 0, aggregated: 0 },
  categories: recordedCategories.map((category) => {
    if (category === 'management-writes')
      return kind(category, ['events', 85], ['no-file', 97], ['events', 100]);
    if (category === 'management-reads') return kind(category, ['events', 80], ['no-event', 100]);
    if (category === 's3-objects') return kind(category, ['no-event', 50], ['events', 60], ['unknown', 100]);
    if (category === 'insights') return kind(category, ['unknown', 100]);
    return kind(category, ['no-event', 85], ['no-file', 100]);
  }),
};

const textOf = (line: RecordedLine | undefined): string =>
  line?.kind === 'words' ? line.parts.map(({ text }) => text).join(' · ') : (line?.recorded.category ?? '');

describe('the lines', () => {
  test('are a strip a kind with events, and one for all others', () => {
    expect(recordedLines(recorded, false).map(textOf)).toEqual([
      'management-writes',
      'management-reads',
      's3-objects',
      'none here: Lambda calls, other data events, network activity · none, and cannot be told: Insights',
    ]);
  });

  test('are one where there is little room, with what is apart', () => {
    const more = { ...recorded, unstated: 1_200, aggregated: 1 };
    const [line, ...others] = recordedLines(more, true);
    expect(others).toEqual([]);
    expect(textOf(line)).toBe(
      'management writes 880 · management reads 800 · S3 objects 100 · none here: Lambda calls, other data events, network activity · none, and cannot be told: Insights · 1,200 of a kind not stated · apart: 1 counter of data events',
    );
  });

  test('say of a bar what is in it and what is not', () => {
    expect(recordedInBar(recorded, 90)).toBe(
      'recorded: no event; none in the log files: management reads; no log file: management writes, Lambda calls, other data events, network activity; cannot be told: S3 objects, Insights',
    );
  });
});

describe('under the bars', () => {
  const strips = page.getByRole('list', { name: 'What was recorded' });
  const drawn = async () => {
    await vi.waitFor(() => expect(document.querySelector('.surface')).not.toBeNull());
    return mouseOver(document.querySelector('.surface')!);
  };

  test('strips lie in the bars, are read out by pointer and by key, and pass axe', async () => {
    const { container } = await render(Harness, {
      props: { data, more: { recorded }, log: () => undefined },
    });
    await expect.element(strips).toBeVisible();
    expect(strips.element().querySelectorAll('svg')).toHaveLength(3);
    const area = document.querySelector('.surface')!.getBoundingClientRect();
    const objects = strips.element().querySelectorAll('li')[2]!;
    const events = objects.querySelector('rect')!.getBoundingClientRect();
    expect(Math.abs(events.left - (area.left + area.width / 2))).toBeLessThan(1);
    expect(Math.abs(events.width - area.width / 10)).toBeLessThan(1);
    await drawn();
    const middle = objects.getBoundingClientRect();
    await userEvent.hover(document.querySelector('.surface')!, {
      position: { x: area.width * 0.55, y: middle.top + 5 - area.top },
    });
    await expect.element(page.getByText(/^recorded: S3 objects · .* · 10 events$/)).toBeVisible();
    const cursor = page.getByRole('slider', { name: 'Bar', exact: true });
    (cursor.element() as HTMLElement).focus();
    await expect
      .element(cursor)
      .toHaveAttribute(
        'aria-valuetext',
        expect.stringMatching(
          /recorded: management writes 10, management reads 10; none in the log files: S3 objects/,
        ),
      );
    const { violations } = await axe.run(container);
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  test('are a table in the table, and nothing while they belong to other bars', async () => {
    const { rerender } = await render(Harness, { props: { data, more: { recorded }, log: () => undefined } });
    await expect.element(strips).toBeVisible();
    await page.getByRole('button', { name: 'Show as table' }).click();
    const table = page.getByRole('table', { name: 'What was recorded, whatever the search' });
    await expect
      .element(table.getByRole('row', { name: /^S3 objects 100 events .*events: 10 bars/ }))
      .toBeInTheDocument();
    await expect.element(table.getByRole('row', { name: /^Lambda calls 0 none here/ })).toBeInTheDocument();
    await page.getByRole('button', { name: 'Show as table' }).click();
    await rerender({ data: incident(50), more: { recorded }, log: () => undefined });
    await expect.element(strips).not.toBeInTheDocument();
  });
});
