import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { commands } from '../../../../renderer/services/commands.svelte.ts';
import Timeline from '../../../../renderer/features/explore/timeline/Timeline.svelte';
import { marksWords } from '../../../../renderer/features/explore/timeline/timeline-marks.ts';
import { formatCount } from '../../../../renderer/kit/format.ts';
import { shownZone } from '../../../../renderer/kit/zone.svelte.ts';
import { freshChart } from '../../../../renderer/state/explore-state.ts';
import { recordedCategories } from '../../../../shared/cloudtrail/recorded.ts';
import { allEvents } from '../../../../shared/contract/common.ts';
import type { EngineHandlers } from '../../../../shared/contract/index.ts';
import type { Lane, Lanes } from '../../../../shared/contract/timeline.ts';
import { facetSelection, onlyThis } from '../../../../shared/filter/facet-selection.ts';
import { incident, incidentInClasses, minute, noon } from '../../charts/histograms.ts';
import { mouseOver } from '../../charts/mouse.ts';
import Harness from '../../support/Harness.svelte';
import { fakeTrail, type FakeTrail } from '../../support/fake-trail.ts';
import { chooseOption } from '../../support/choose-option.ts';

type Answer = EngineHandlers['timeline.histogram'];

const byRegion: Answer = ({ split }) => {
  const data = incident(100);
  if (split !== 'awsRegion') return data;
  const names = [...Array.from({ length: 7 }, (_, index) => `eu-test-${index}`), ' other'];
  const [success] = data.series;
  return { ...data, series: names.map((value) => ({ value, counts: success?.counts ?? [] })) };
};

async function show(
  answer: Answer = byRegion,
  widthPx = 1_000,
  { answers = {}, onopen = () => undefined }: { answers?: Partial<EngineHandlers>; onopen?: () => void } = {},
) {
  const trail = fakeTrail({
    answers: { 'timeline.histogram': answer, 'events.count': () => ({ total: 77 }), ...answers },
    info: { firstEventMicros: noon, lastEventMicros: noon + 1_000 * minute - 1_000_000 },
  });
  await render(Harness, { props: { trail, component: Timeline, widthPx, props: { onopen } } });
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

const openDisplay = (): Promise<void> => page.getByRole('button', { name: 'Display', exact: true }).click();

describe('the range', () => {
  it('a drag narrows the scope in one step, and asks for nothing new', async () => {
    const { trail, asked } = await show();
    const mouse = await drawn();
    await mouse.drag(200, 399);
    await vi.waitFor(() => expect(trail.explore.state.scope.range).toEqual(bars(20, 40)));
    expect(trail.explore.past.map((step) => step.label)).toEqual(['Range 2021-07-28 15:20 → 18:40 UTC']);
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
  it('is by what calls mean at first, and its failed and refused ones narrow the search', async () => {
    const { trail, asked } = await show(() => incidentInClasses(100));
    await drawn();
    expect(asked()).toMatchObject([{ split: 'consequence', withFailed: true }]);
    const list = page.getByRole('list', { name: 'Series' });
    await list.getByRole('button', { name: /^failed/ }).click();
    await list.getByRole('button', { name: /^40 refused/ }).click({ modifiers: ['Alt'] });
    await list.getByRole('button', { name: /^keys, secrets/ }).click();
    const { filter } = trail.explore.state;
    expect(facetSelection(filter, 'outcome')).toEqual({ included: ['error'], excluded: [] });
    expect(facetSelection(filter, 'result')).toEqual({ included: [], excluded: ['refused'] });
    expect(facetSelection(filter, 'consequence')).toEqual({ included: ['secret'], excluded: [] });
    trail.explore.adjust({ split: 'awsRegion' });
    await vi.waitFor(() => expect(asked().at(-1)?.split).toBe('awsRegion'));
    expect(asked().at(-1)?.withFailed).toBeUndefined();
  });

  it('is chosen by field; values beyond the shown ones are no filter', async () => {
    const { trail, asked } = await show();
    await drawn();
    await openDisplay();
    await chooseOption(page.getByRole('combobox', { name: 'Bars by' }), 'Region');
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
    await openDisplay();
    await chooseOption(page.getByRole('combobox', { name: 'Bars by' }), 'nothing');
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

const counts = (n: number) => incident(100).series[0]!.counts.map((count) => Math.floor(count / n));
const lane = (value: string, share: number): Lane => ({
  value,
  events: counts(share).reduce((sum, count) => sum + count, 0),
  counts: counts(share),
  failed: counts(share).map(() => 0),
});
const lanesOf = (values: readonly string[], all: number): NonNullable<Lanes> => ({
  ...incident(100),
  values: all,
  lanes: values.map((value, index) => lane(value, index + 2)),
  others: lane('rest', 40),
});
const lanesAnswer: EngineHandlers['timeline.lanes'] = ({ offset, limit }) => {
  const { fromMicros, toMicros, binMicros, values, lanes, others } = lanesOf(
    Array.from({ length: limit }, (_, index) => `eu-test-${offset + index}`),
    30,
  );
  return { fromMicros, toMicros, binMicros, values, lanes, others };
};
const paramsOf = (trail: FakeTrail, name: string) =>
  trail.calls.filter((call) => call.name === name).map((call) => call.params as Record<string, unknown>);

describe('settings', () => {
  it('any field of few values can split the bars', async () => {
    const { trail } = await show();
    await drawn();
    await openDisplay();
    await chooseOption(page.getByRole('combobox', { name: 'Bars by' }), 'TLS version');
    expect(trail.explore.state.split).toBe('tlsDetails.tlsVersion');
  });

  it('bars get the width that was chosen while it can be drawn, and the choice says when not', async () => {
    const { trail, asked } = await show();
    await drawn();
    await openDisplay();
    const width = page.getByRole('combobox', { name: 'Bar width' });
    const offered = async (): Promise<string[]> => {
      await userEvent.click(width);
      const labels = page.getByRole('option').elements();
      await userEvent.keyboard('{Escape}');
      return labels.map((option) => option.textContent.trim());
    };
    expect(await offered()).toEqual(['as fits', '5 min', '10 min', '30 min', '1 h', '3 h', '6 h', '12 h']);
    await chooseOption(width, '5 min');
    await vi.waitFor(() => expect(asked().at(-1)?.binMicros).toBe(5 * minute));
    trail.explore.adjust({ chart: { ...trail.explore.state.chart, binMicros: minute } });
    await expect.element(width).toHaveTextContent('1 min, not here');
    await vi.waitFor(() => expect(asked().at(-1)?.binMicros).toBeNull());
    trail.explore.adjust({ view: bars(0, 12) });
    await vi.waitFor(() => expect(asked().at(-1)?.binMicros).toBe(minute));
  });

  it('are kept with the screen and not undone with a step', async () => {
    const { trail } = await show();
    await drawn();
    trail.explore.narrowScope('x', { hideServiceCalls: true });
    await openDisplay();
    await page.getByText('Bars by magnitude (log)', { exact: true }).click();
    expect(trail.explore.state.chart.isLog).toBe(true);
    expect(commands.run('compare-before')).toBe(true);
    trail.explore.undo();
    expect(trail.explore.state.chart).toEqual({ ...freshChart, isLog: true, isCompared: true });
  });
});

describe('another zone', () => {
  afterEach(() => shownZone.show('UTC'));

  it('gets bars by its clock, and everything said of them follows', async () => {
    const { asked, trail } = await show();
    const mouse = await drawn();
    expect(asked().at(-1)?.zone).toBe('UTC');
    shownZone.show('Asia/Kathmandu');
    await vi.waitFor(() => expect(asked().at(-1)?.zone).toBe('Asia/Kathmandu'));
    expect(trail.calls.some(({ name }) => name === 'events.window')).toBe(false);
    const span = '2021-07-28 17:45 → 2021-07-29 10:25 Asia/Kathmandu';
    await expect.element(page.getByText(span, { exact: true })).toBeInTheDocument();
    const ticks = [...document.querySelectorAll('.axis span')].map((tick) => tick.textContent);
    expect(ticks).toContain('07-29');
    await mouse.drag(200, 399);
    await vi.waitFor(() =>
      expect(trail.explore.past.map((step) => step.label)).toEqual([
        'Range 2021-07-28 21:05 → 2021-07-29 00:25 Asia/Kathmandu',
      ]),
    );
  });
});

describe('lanes', () => {
  it('are asked for in the bars of the histogram, paged, and narrow the search', async () => {
    await page.viewport(1_440, 900);
    const { trail, asked } = await show(byRegion, 1_196, { answers: { 'timeline.lanes': lanesAnswer } });
    await drawn();
    await openDisplay();
    await chooseOption(page.getByRole('combobox', { name: 'Lanes' }), 'Region');
    const list = page.getByRole('list', { name: 'Lanes by Region' });
    await expect.element(list).toBeVisible();
    const [first] = paramsOf(trail, 'timeline.lanes');
    expect(first).toMatchObject({ field: 'awsRegion', offset: 0, limit: 8 });
    await vi.waitFor(() => expect(asked().at(-1)?.maxBins).toBe(first?.['maxBins']));
    expect(first?.['maxBins']).toBe(160);
    await page.getByRole('button', { name: 'More lanes' }).click();
    await expect.element(list.getByRole('button', { name: 'eu-test-8' })).toBeVisible();
    await list.getByRole('button', { name: 'eu-test-9' }).click({ modifiers: ['Alt'] });
    expect(facetSelection(trail.explore.state.filter, 'awsRegion')).toEqual({
      included: [],
      excluded: ['eu-test-9'],
    });
    await vi.waitFor(() => expect(paramsOf(trail, 'timeline.lanes').at(-1)).toMatchObject({ offset: 0 }));
    await list.getByRole('button', { name: 'eu-test-0' }).click({ button: 'right' });
    expect(trail.valueMenu.open?.target).toEqual({ field: 'awsRegion', value: 'eu-test-0' });
  });

  it('are fewer in a low window', async () => {
    await page.viewport(1_024, 700);
    const { trail } = await show(byRegion, 900, { answers: { 'timeline.lanes': lanesAnswer } });
    trail.explore.adjust({ chart: { ...freshChart, lanes: 'principal' } });
    await drawn();
    await expect.element(page.getByRole('list', { name: 'Lanes by Identity' })).toBeVisible();
    expect(paramsOf(trail, 'timeline.lanes').at(-1)).toMatchObject({ limit: 5 });
  });
});

describe('marks', () => {
  const marks: EngineHandlers['timeline.marks'] = () => ({
    total: 2,
    changes: { total: 1, failed: 1, refused: 1 },
    marks: [
      {
        kind: 'less-logging',
        id: '3.7',
        atMicros: noon + 100 * minute,
        name: 'StopLogging',
        account: '111122223333',
        region: 'us-east-1',
        principal: 'evil\u202Egro',
        result: 'refused',
        errorCode: 'AccessDenied',
      },
      {
        kind: 'insight',
        id: '3.8',
        atMicros: noon + 800 * minute,
        name: 'ApiCallRateInsight DeleteBucket Start',
        account: null,
        region: null,
        principal: null,
        result: 'done',
        errorCode: null,
      },
    ],
  });

  it('select their event, from the chart and from the list', async () => {
    const onopen = vi.fn();
    const { trail } = await show(byRegion, 1_000, { answers: { 'timeline.marks': marks }, onopen });
    await drawn();
    await page
      .getByRole('button', {
        name: /StopLogging by evil⟦RLO⟧gro in 111122223333 us-east-1, refused: AccessDenied \(logging less, refused\)/,
      })
      .click();
    expect(trail.explore.state.selectedId).toBe('3.7');
    expect(onopen).toHaveBeenCalledTimes(1);
    await page.getByRole('button', { name: '1 logging change, 1 refused · 1 Insight: list them' }).click();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(trail.explore.state.selectedId).toBe('3.8');
    expect(onopen).toHaveBeenCalledTimes(2);
    trail.explore.narrow('x', { filter: onlyThis(trail.explore.state.filter, 'eventName', 'Other') });
    await vi.waitFor(() => expect(paramsOf(trail, 'timeline.histogram')).toHaveLength(2));
    expect(paramsOf(trail, 'timeline.marks')).toHaveLength(1);
  });
});

describe('the words of marks', () => {
  const none = { insights: 0, notes: 0 };

  it.each([
    [{ total: 19, failed: 7, refused: 3 }, none, '19 logging changes, 7 failed'],
    [{ total: 3, failed: 2, refused: 2 }, none, '3 logging changes, 2 refused'],
    [
      { total: 1, failed: 0, refused: 0 },
      { insights: 1, notes: 2 },
      '1 logging change · 1 Insight · 2 notes',
    ],
    [{ total: 0, failed: 0, refused: 0 }, { insights: 0, notes: 1 }, '1 note'],
  ])('%o and %o are “%s”', (changes, others, words) => {
    expect(marksWords({ changes, ...others })).toBe(words);
  });
});

describe('more marks than can be given', () => {
  it('are asked for by view; fewer are asked for once', async () => {
    const many: EngineHandlers['timeline.marks'] = () => ({
      ...{ total: 501, marks: [] },
      changes: { total: 501, failed: 20, refused: 3 },
    });
    const { trail } = await show(byRegion, 1_000, { answers: { 'timeline.marks': many } });
    await drawn();
    await expect
      .element(page.getByRole('button', { name: /^501 logging changes, 20 failed:/ }))
      .toBeVisible();
    trail.explore.adjust({ view: bars(20, 40) });
    await vi.waitFor(() =>
      expect(paramsOf(trail, 'timeline.marks').map(({ view }) => view)).toEqual([null, bars(20, 40)]),
    );
    document.body.replaceChildren();
    const { trail: other } = await show();
    await drawn();
    other.explore.adjust({ view: bars(20, 40) });
    await vi.waitFor(() => expect(paramsOf(other, 'timeline.histogram')).toHaveLength(2));
    expect(paramsOf(other, 'timeline.marks')).toHaveLength(1);
  });
});

describe('notes', () => {
  it('are marks too, asked for again when they change', async () => {
    let report: (version: number) => void = () => undefined;
    let tags = ['lead'];
    const { trail } = await show(byRegion, 1_000, {
      answers: {
        'notes.watch': (_params, context) =>
          new Promise(() => {
            report = (version) => context.report({ version, events: 1, starred: 1, missing: 0, tags: [] });
          }),
        'notes.marks': () => ({
          total: 1,
          marks: [
            {
              id: '4.2',
              timeMicros: noon + 400 * minute,
              eventName: 'CreateUser',
              isStarred: true,
              colour: 'red',
              tags,
              comments: 2,
              comment: 'first seen here',
            },
          ],
        }),
      },
    });
    const stop = new AbortController();
    void trail.notes.follow(stop.signal);
    await drawn();
    expect(paramsOf(trail, 'notes.marks')).toEqual([]);
    report(1);
    await expect
      .element(
        page.getByRole('button', {
          name: '2021-07-28 18:40 CreateUser: starred, tagged lead, red, “first seen here” and 1 more (note)',
        }),
      )
      .toBeVisible();
    tags = ['lead', 'reported'];
    report(2);
    await expect.element(page.getByRole('button', { name: /tagged lead, reported/ })).toBeVisible();
    expect(paramsOf(trail, 'timeline.histogram')).toHaveLength(1);
    stop.abort();
  });
});

describe('coverage', () => {
  const coverage: EngineHandlers['coverage.logFiles'] = ({ by }) => ({
    logFiles: 9,
    otherFiles: 0,
    spans: [{ ...bars(85, 97), state: 'none' }],
    missing: { stretches: 1, micros: 7_200_000_000, longest: [bars(85, 97)] },
    lanes: by === null ? [] : [{ value: 'eu-test-0', spans: [{ ...bars(85, 97), state: 'none' }] }],
  });

  it('is drawn, in the lanes of places too', async () => {
    const { trail } = await show(byRegion, 1_000, {
      answers: { 'coverage.logFiles': coverage, 'timeline.lanes': lanesAnswer },
    });
    await drawn();
    await expect.element(page.getByText('no logs: 2 h')).toBeVisible();
    trail.explore.adjust({ chart: { ...freshChart, lanes: 'awsRegion' } });
    await vi.waitFor(() => expect(document.querySelectorAll('.lanes rect.gap')).toHaveLength(1));
    expect(paramsOf(trail, 'coverage.logFiles').map(({ by }) => by)).toEqual([null, 'awsRegion']);
  });
});

describe('what was recorded', () => {
  const strips = page.getByRole('list', { name: 'What was recorded' });
  const recorded: EngineHandlers['coverage.read'] = () => {
    const { fromMicros, toMicros, binMicros } = incident(100);
    const counts = new Array<number>(100).fill(2);
    const all = { fromBar: 0, toBar: 100 };
    return {
      ...{ fromMicros, toMicros, binMicros, unstated: 0, aggregated: 0 },
      categories: recordedCategories.map((category) =>
        category === 'management-reads'
          ? { category, events: 200, counts, stretches: [{ state: 'events', ...all }], word: 'events' }
          : {
              ...{ category, events: 0, counts: counts.map(() => 0), word: 'none-here' as const },
              stretches: [{ state: 'no-event', ...all }],
            },
      ),
    };
  };
  const answers = { 'coverage.read': recorded };

  it('is asked for by place and view alone, and stands under the bars until it is switched off', async () => {
    const { trail } = await show(byRegion, 1_000, { answers });
    await expect.element(strips.getByText('management reads')).toBeVisible();
    await expect.element(strips.getByText(/^none here: management writes, S3 objects, /)).toBeVisible();
    trail.explore.narrow('x', { filter: onlyThis(trail.explore.state.filter, 'eventName', 'GetObject') });
    trail.explore.narrow('y', {
      filter: onlyThis(trail.explore.state.filter, 'recipientAccountId', '111122223333'),
    });
    await vi.waitFor(() => expect(paramsOf(trail, 'coverage.read')).toHaveLength(2));
    expect(paramsOf(trail, 'coverage.read').map(({ question }) => question)).toEqual([
      allEvents,
      { ...allEvents, scope: { ...allEvents.scope, accounts: ['111122223333'] } },
    ]);
    await openDisplay();
    await page.getByText('What was recorded', { exact: true }).click();
    await expect.element(strips).not.toBeInTheDocument();
    expect(trail.explore.state.chart.showsRecorded).toBe(false);
  });

  it.each([
    { where: 'alone', isBesideSheet: false, lines: 1 },
    { where: 'beside the sheet', isBesideSheet: true, lines: 0 },
  ])('takes $lines of the lines of a low window $where', async ({ isBesideSheet, lines }) => {
    await page.viewport(1_024, 700);
    const trail = fakeTrail({
      answers: { 'timeline.histogram': byRegion, ...answers },
      info: { firstEventMicros: noon, lastEventMicros: noon + 1_000 * minute - 1_000_000 },
    });
    await render(Harness, {
      props: { trail, component: Timeline, widthPx: 900, props: { isBesideSheet } },
    });
    await drawn();
    await vi.waitFor(() => expect(strips.getByRole('listitem').elements()).toHaveLength(lines));
    expect(paramsOf(trail, 'coverage.read')).toHaveLength(lines);
    await page.viewport(1_280, 900);
  });
});

describe('comparison', () => {
  it('asks for the span before the range, or before the view, and says the difference', async () => {
    const compare: EngineHandlers['timeline.compare'] = ({ span, bins }) => ({
      before: { fromMicros: span.fromMicros - (span.toMicros - span.fromMicros), toMicros: span.fromMicros },
      eventsBefore: 100,
      eventsNow: 150,
      counts: new Array<number>(bins).fill(3),
    });
    const { trail } = await show(byRegion, 1_000, { answers: { 'timeline.compare': compare } });
    await drawn();
    await openDisplay();
    await page.getByText('Compare with the span before', { exact: true }).click();
    expect(paramsOf(trail, 'timeline.compare')).toEqual([]);
    await expect.element(page.getByText(/^choose a range or zoom in/)).toBeVisible();
    trail.explore.narrowScope('x', { range: bars(20, 26) });
    await expect
      .element(page.getByText('1 h before: 100 events, 50 more now (+50%)', { exact: true }))
      .toBeVisible();
    expect(paramsOf(trail, 'timeline.compare')).toMatchObject([{ span: bars(20, 26), bins: 100 }]);
    expect(document.querySelector('path.ghost')).not.toBeNull();
    await page.getByText('Compare with the span before', { exact: true }).click();
    await expect.element(page.getByText(/more now/)).not.toBeInTheDocument();
  });
});

describe('moving along', () => {
  it('has keys for the view as it has for the range', async () => {
    const { trail } = await show();
    await drawn();
    trail.explore.adjust({ view: bars(20, 40) });
    await vi.waitFor(() => expect(commands.run('view-on')).toBe(true));
    expect(trail.explore.state.view).toEqual(bars(30, 50));
    commands.run('view-back');
    commands.run('view-back');
    expect(trail.explore.state.view).toEqual(bars(10, 30));
    trail.explore.narrowScope('x', { range: bars(12, 14) });
    await vi.waitFor(() => expect(commands.run('zoom-to-range')).toBe(true));
    expect(trail.explore.state.view).toEqual(bars(12, 14));
    commands.run('clear-range');
    expect(trail.explore.state.scope.range).toBeNull();
  });

  it('says what is in view, in the range and in all', async () => {
    const { trail } = await show(byRegion, 1_000, {
      answers: { 'events.count': ({ question }) => ({ total: question.scope.range ? 12 : 9_876 }) },
    });
    await drawn();
    const total = formatCount(incident(100).total);
    trail.explore.adjust({ view: bars(20, 40) });
    await expect
      .element(page.getByText(`${total} events in view, 9,876 in all`, { exact: true }))
      .toBeVisible();
    // Through the middle of a bar: only the engine can say.
    trail.explore.narrowScope('x', { range: { fromMicros: noon + 7, toMicros: noon + 90 * minute } });
    await expect
      .element(page.getByText(`12 of ${total} events in view, 9,876 in all`, { exact: true }))
      .toBeVisible();
  });
});
