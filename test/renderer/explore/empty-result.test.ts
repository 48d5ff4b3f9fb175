import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import EmptyResult from '../../../renderer/features/explore/rows/EmptyResult.svelte';
import { narrowings, neighboursOf } from '../../../renderer/features/explore/rows/empty-result.ts';
import { wholeScope } from '../../../shared/contract/common.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { printFilter } from '../../../shared/filter/print.ts';
import { findings } from '../support/axe.ts';
import { fakeTrail } from '../support/fake-trail.ts';
import Harness from '../support/Harness.svelte';

const hour = 3_600_000_000;
const range = { fromMicros: 1_700_000_000_000_000, toMicros: 1_700_000_000_000_000 + hour };
const filter = parseFilter('eventName:a and not awsRegion:b').filter ?? expect.unreachable();

describe('an empty result', () => {
  it('takes the search apart into everything that narrows it', () => {
    const parts = narrowings({
      scope: { ...wholeScope, range, regions: ['x'], hideServiceRoutine: true, onlyConsequence: true },
      filter,
    });
    expect(parts.map((part) => part.label)).toEqual([
      'Event name is a',
      'Region is not b',
      '2023-11-14 22:13:20 to 2023-11-14 23:13:20',
      'only 1 Region',
      'calls by AWS services hidden',
      'only what has consequence',
    ]);
    expect(parts[4]?.without.scope).toMatchObject({ hideServiceRoutine: false, onlyConsequence: true });
    expect(parts[5]?.without.scope).toMatchObject({ hideServiceRoutine: true, onlyConsequence: false });
    expect(printFilter(parts[1]?.without.filter ?? filter)).toBe('eventName:a');
    expect(parts[2]?.without.scope.range).toBeNull();
  });

  it('names ranges of the same length around the nearest events', () => {
    const found = neighboursOf(range, {
      beforeMicros: range.fromMicros - 5 * hour,
      afterMicros: range.toMicros + hour,
    });
    expect(found.map((one) => one.range.toMicros - one.range.fromMicros)).toEqual([hour, hour]);
    expect(found[0]?.range.toMicros).toBe(range.fromMicros - 5 * hour + 1_000_000);
    expect(found[1]?.range.fromMicros).toBe(range.toMicros + hour);
    expect(neighboursOf(range, { beforeMicros: null, afterMicros: null })).toEqual([]);
  });

  it('says which part removes everything, and goes to the nearest events', async () => {
    const trail = fakeTrail({
      answers: {
        'events.count': ({ question }) => ({
          total: question.filter.kind === 'not' ? 40 : question.scope.range ? 0 : 7,
        }),
        'search.nearest': () => ({ beforeMicros: null, afterMicros: range.toMicros + hour }),
      },
    });
    trail.explore.adjust({ filter, scope: { ...wholeScope, range } });
    await render(Harness, { trail, component: EmptyResult });
    await expect.element(page.getByText('40 events without it')).toBeVisible();
    await expect.element(page.getByText('7 events without it')).toBeVisible();
    expect(page.getByRole('listitem').elements()).toHaveLength(2);
    expect(await findings()).toEqual([]);
    await page.getByRole('button', { name: 'Go on to the first event after, 2023-11-15 00:13:20' }).click();
    expect(trail.explore.state.scope.range).toEqual({
      fromMicros: range.toMicros + hour,
      toMicros: range.toMicros + 2 * hour,
    });
    trail.explore.undo();
    await page.getByRole('button', { name: 'Drop' }).first().click();
    expect(printFilter(trail.explore.state.filter)).toBe('not awsRegion:b');
  });

  it('is no emptiness while the first events are being read', async () => {
    const reading = {
      ...{ id: 'j1', kind: 'import' as const, title: 'Import', state: 'running' as const, phase: 'Reading' },
      ...{ done: 1, total: 10, unit: 'bytes', counts: {}, ratePerSecond: 0, remainingMs: null },
      ...{ startedAtMs: 0, finishedAtMs: null, result: null, error: null },
    };
    const trail = fakeTrail({
      info: { events: 0 },
      answers: {
        'jobs.watch': (_params, { report }) => {
          report([reading]);
          return {};
        },
      },
    });
    await render(Harness, { trail, component: EmptyResult });
    await expect.element(page.getByText('No events yet')).toBeVisible();
    await trail.jobs.watch(new AbortController().signal);
    await expect.element(page.getByText('Reading the evidence')).toBeVisible();
    await expect.element(page.getByText('No events yet')).not.toBeInTheDocument();
  });
});
