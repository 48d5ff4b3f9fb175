import { describe, expect, it } from 'vitest';
import { estimateWords } from '../../renderer/features/welcome/estimate-words.ts';
import { keepRate, rateOf } from '../../renderer/services/import-rate.ts';
import { fakeTrail } from './support/fake-trail.ts';
import { runningJob } from './support/inventory.ts';

describe('the estimate of the preview', () => {
  it.each([
    [0, 'about 0 events'],
    [1, 'about 1 event'],
    [99, 'about 99 events'],
    [2_894, 'about 2,900 events'],
    [996_000, 'about 1 million events'],
    [1_234_567, 'about 1.2 million events'],
    [12_345_678, 'about 12 million events'],
  ])('of %d events has two digits', (events, words) => {
    expect(estimateWords(events, null)).toBe(`${words}, estimated from the beginnings of the files`);
  });

  it.each([
    [9, 'a few seconds'],
    [44, 'less than a minute'],
    [45, 'about a minute'],
    [89, 'about a minute'],
    [600, 'about 10 minutes'],
    [3 * 3_600, 'about 3 hours'],
  ])('of %d seconds is round', (seconds, words) => {
    expect(estimateWords(seconds * 20_000, 20_000)).toMatch(
      new RegExp(`events, ${words} at the speed of the last import here$`),
    );
  });

  it('is none where nothing tells', () => {
    expect(estimateWords(null, 20_000)).toBe('cannot be estimated before the files are read');
  });
});

describe('the speed of an import', () => {
  const done = {
    ...runningJob,
    state: 'done' as const,
    counts: { events: 60_000 },
    startedAtMs: 1_000,
    finishedAtMs: 4_000,
  };

  it('is remembered once it is done', async () => {
    const trail = fakeTrail();
    keepRate(trail.host, runningJob);
    keepRate(trail.host, done);
    await expect.poll(() => trail.calls.map(({ params }) => params)).toEqual([{ importedPerSecond: 20_000 }]);
  });

  it.each([
    ['runs', runningJob],
    ['was cancelled', { ...done, state: 'cancelled' as const }],
    ['is small', { ...done, counts: { events: 9_999 } }],
    ['was over at once', { ...done, finishedAtMs: 1_999 }],
    ['counts nothing', { ...done, counts: {} }],
    ['is none', { ...done, kind: 'export' as const }],
  ])('is not told by a job that %s', (_what, job) => expect(rateOf(job)).toBeUndefined());
});
