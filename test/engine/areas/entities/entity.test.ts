import { beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '../../../../shared/contract/common.ts';
import type { EntityList } from '../../../../shared/contract/entities.ts';
import { everything, type Filter } from '../../../../shared/filter/filter.ts';
import { onlyThis } from '../../../../shared/filter/facet-selection.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const names = ['GetBucketAcl', 'ListBuckets', 'DeleteTrail', 'AssumeRole'];
/** What each of them says of itself; the last one says both, by turns, or nothing. */
const says = (n: number): boolean | undefined => [true, true, false, [true, false, undefined][n % 3]][n % 4];
const accounts = ['111122223333', '444455556666'];
const regions = ['eu-west-1', 'us-east-1', 'ap-south-1'];
const records = Array.from({ length: 600 }, (_, n) =>
  record(n, {
    eventTime: new Date(Date.UTC(2025, 2, 3) + n * 60_000).toISOString().replace('.000', ''),
    eventName: names[n % 4],
    eventSource: n % 7 === 0 ? 'iam.amazonaws.com' : 's3.amazonaws.com',
    awsRegion: n % 7 === 0 ? 'us-east-1' : regions[n % 3],
    recipientAccountId: accounts[n % 2],
    readOnly: says(n),
    sourceIPAddress: `198.51.100.${n % 5}`,
    userAgent: n % 2 === 0 ? 'aws-cli/2.15.0' : undefined,
    ...(n % 6 === 0 ? { errorCode: 'AccessDenied', errorMessage: 'no' } : {}),
  }),
);
const at = (n: number): number => Date.UTC(2025, 2, 3) * 1e3 + n * 60e6;
const places = records.map((_, n) => n);
const isFailed = (n: number): boolean => n % 6 === 0;

/** What a page must say of these records, worked out without SQL. */
function countsOf(these: readonly number[]) {
  return {
    events: these.length,
    writes: these.filter((n) => says(n) === false && !isFailed(n)).length,
    failed: these.filter(isFailed).length,
    firstMicros: at(these[0]!),
    lastMicros: at(these.at(-1)!),
  };
}
function totalsOf(these: readonly number[]) {
  const done = these.filter((n) => !isFailed(n));
  return {
    ...countsOf(these),
    reads: done.filter((n) => says(n) === true).length,
    unstated: done.filter((n) => says(n) === undefined).length,
    globalEvents: these.filter((n) => n % 7 === 0).length,
  };
}
function valuesOf(these: readonly number[], field: string) {
  const byValue = new Map<string, number[]>();
  for (const n of these) {
    const value = records[n]![field] as string | undefined;
    if (value !== undefined) byValue.set(value, [...(byValue.get(value) ?? []), n]);
  }
  return [...byValue]
    .map(([value, own]) => ({ value, ...countsOf(own) }))
    .sort((a, b) => b.events - a.events || (a.value < b.value ? -1 : 1));
}

let engine: TestEngine;
beforeEach(async () => {
  engine = testEngine();
  await engine.importAll(writeFiles(tempFolder(), { 'a.json.gz': logFile(records) }));
});
const of = (field: string, which: EntityList['of'] = 'events'): EntityList => ({ field, of: which });
const read = async (
  filter: Filter,
  scope: Partial<Scope> = {},
  limit = 12,
  lists = ['eventName', 'userAgent', 'errorCode', 'requestParameters.bucketName', 'readOnly'].map((field) =>
    of(field),
  ),
) =>
  engine.call('profile.read', {
    question: { filter, scope: { ...all.scope, ...scope } },
    lists,
    limit,
    maxBins: 50,
  });

describe('the page of a value', () => {
  it('counts events, writes, failures, first and last of the value and of every value beside it', async () => {
    const found = await read(onlyThis(everything, 'sourceIPAddress', '198.51.100.0'));
    const own = places.filter((n) => n % 5 === 0);
    expect(found).toMatchObject(totalsOf(own));
    const [eventNames, agents, errors, buckets, reads] = found.lists;
    expect(eventNames).toEqual({
      field: 'eventName',
      of: 'events',
      distinct: 4,
      values: valuesOf(own, 'eventName'),
    });
    expect(agents?.distinct).toBe(1);
    expect(agents?.values.map(({ value, events }) => [value, events])).toEqual([['aws-cli/2.15.0', 60]]);
    expect(errors?.values.map(({ value, events, failed }) => [value, events, failed])).toEqual([
      ['AccessDenied', 20, 20],
    ]);
    expect(buckets?.values[0]).toMatchObject({ value: 'ledger-archive', events: own.length });
    expect(reads?.values[0]?.value).toBe('true');
    const drawn = found.timeline!.series.flatMap((one) => one.counts).reduce((a, b) => a + b, 0);
    expect(drawn).toBe(own.length);
  });

  it('tells writes, reads, what says neither and what failed apart, so that they add up', async () => {
    const found = await read(everything);
    expect(found).toMatchObject(totalsOf(places));
    expect(Math.min(found.writes, found.reads, found.unstated, found.failed)).toBeGreaterThan(0);
    expect(found.writes + found.reads + found.unstated + found.failed).toBe(found.events);
  });

  it('lists the actions that write apart from those that read and from those that do not say', async () => {
    const kinds = ['writes', 'reads', 'unstated'] as const;
    const found = await read(
      everything,
      {},
      2,
      kinds.map((kind) => of('eventName', kind)),
    );
    for (const [index, said] of [false, true, undefined].entries()) {
      const values = valuesOf(
        places.filter((n) => says(n) === said),
        'eventName',
      );
      expect(found.lists[index]).toEqual({
        field: 'eventName',
        of: kinds[index],
        distinct: values.length,
        values: values.slice(0, 2),
      });
    }
    // A failed attempt to write stands among the writes, and is counted as failed alone.
    const [writes] = found.lists;
    const { events, writes: done, failed } = writes!.values[0]!;
    expect(failed).toBeGreaterThan(0);
    expect(done + failed).toBe(events);
  });

  it('keeps to the scope, and draws its activity around the range as well', async () => {
    const range = { fromMicros: at(100), toMicros: at(200) };
    const found = await read(everything, { range });
    expect(found).toMatchObject(totalsOf(places.slice(100, 200)));
    expect(found.timeline!.total).toBe(600);
    const before = { fromMicros: at(-200), toMicros: at(-100) };
    const quiet = await read(everything, { range: before });
    expect(quiet).toMatchObject({ events: 0, firstMicros: null, lastMicros: null });
    expect(quiet.timeline!.total).toBe(600);
    expect(quiet.timeline!.fromMicros).toBeLessThanOrEqual(before.fromMicros);
  });

  it('says how many values there are beyond those it gives', async () => {
    const found = await read(everything, {}, 2);
    expect(found.lists[0]).toMatchObject({ distinct: 4 });
    expect(found.lists[0]?.values).toHaveLength(2);
  });

  it('answers a value that nothing has', async () => {
    const found = await read(onlyThis(everything, 'userAgent', 'none such'));
    expect(found).toMatchObject({
      events: 0,
      writes: 0,
      reads: 0,
      unstated: 0,
      failed: 0,
      globalEvents: 0,
      firstMicros: null,
      lastMicros: null,
      timeline: null,
    });
    expect(found.lists.every((list) => list.distinct === 0 && list.values.length === 0)).toBe(true);
  });

  it('can be cancelled', async () => {
    const stop = new AbortController();
    const asked = engine.call(
      'profile.read',
      { question: all, lists: [of('eventName')], limit: 1, maxBins: 1 },
      { signal: stop.signal },
    );
    stop.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('the page of an account or a Region', () => {
  const lists = [
    of('eventName', 'writes'),
    of('eventSource'),
    of('principal'),
    of('errorCode'),
    of('sourceIPAddress'),
    of('awsRegion'),
    of('recipientAccountId'),
  ];

  it.each([
    ['account', accounts[0]!, { accounts: [accounts[0]!] }],
    ['Region', 'us-east-1', { regions: ['us-east-1'] }],
  ])('counts the events of the %s %s, those of global services told', async (_, place, scope) => {
    const here = places.filter((n) =>
      [records[n]!['recipientAccountId'], records[n]!['awsRegion']].includes(place),
    );
    const found = await read(everything, scope, 12, lists);
    expect(found).toMatchObject(totalsOf(here));
    expect(found.timeline!.total).toBe(here.length);
    for (const { field, values } of found.lists.slice(1, 2)) expect(values).toEqual(valuesOf(here, field));
    for (const { field, values } of found.lists.slice(3)) expect(values).toEqual(valuesOf(here, field));
    expect(found.lists[0]?.values).toEqual(
      valuesOf(
        here.filter((n) => says(n) === false),
        'eventName',
      ),
    );
    expect(found.lists[2]?.values).toEqual([
      { value: 'arn:aws:iam::111122223333:user/maya', ...countsOf(here) },
    ]);
  });

  it('counts what the filter leaves of it, as the matrix does', async () => {
    const filter = onlyThis(everything, 'errorCode', 'AccessDenied');
    const matrix = await engine.call('places.matrix', { question: { ...all, filter }, stripBins: 1 });
    for (const { value, events, failed } of matrix.regions) {
      const found = await read(filter, { regions: [value!] });
      expect([found.events, found.failed, found.writes]).toEqual([events, failed, 0]);
    }
  });
});
