import { describe, expect, it } from 'vitest';
import type { Question } from '../../../../shared/contract/common.ts';
import { otherValues } from '../../../../shared/contract/timeline.ts';
import { barCount, spanOfBar } from '../../../../shared/time/bars.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const minute = 60e6;
const hour = 60 * minute;
const midnight = Date.UTC(2025, 2, 3) * 1_000;
const iso = (micros: number): string => new Date(micros / 1_000).toISOString().replace('.000', '');
const stamp = (micros: number): string => iso(micros).replaceAll(/[-:]/g, '').replace(/00Z$/, 'Z');

interface Delivery {
  readonly account?: string;
  readonly region?: string;
  readonly deliveredMicros: number;
  /** Instants of its events; five minutes before the delivery by default. */
  readonly at?: readonly number[];
  readonly changes?: Readonly<Record<string, unknown>>;
  readonly folder?: string;
}

const home = { account: '111122223333', region: 'eu-west-1' };
let made = 0;

/** A log file where and as CloudTrail delivers it. */
function delivery({ account = home.account, region = home.region, ...rest }: Delivery): [string, Buffer] {
  const { deliveredMicros, at = [deliveredMicros - 5 * minute], changes, folder = 'CloudTrail' } = rest;
  const date = iso(deliveredMicros).slice(0, 10).replaceAll('-', '/');
  const kind = folder === 'CloudTrail' ? '' : folder.replace('CloudTrail', '');
  const name = `${account}_CloudTrail${kind}_${region}_${stamp(deliveredMicros)}_${String(made).padStart(16, 'A')}.json.gz`;
  const records = at.map((micros) =>
    record((made += 1), {
      eventTime: iso(micros),
      awsRegion: region,
      recipientAccountId: account,
      ...changes,
    }),
  );
  return [`AWSLogs/${account}/${folder}/${region}/${date}/${name}`, logFile(records)];
}

async function opened(files: readonly (readonly [string, Buffer])[]): Promise<TestEngine> {
  const engine = testEngine();
  await engine.importAll(writeFiles(tempFolder(), Object.fromEntries(files)));
  return engine;
}

const day = { fromMicros: midnight, toMicros: midnight + 24 * hour };
const hourly = { view: day, maxBins: 30, binMicros: hour };
const within = (scope: Partial<Question['scope']>): Question => ({
  ...all,
  scope: { ...all.scope, ...scope },
});
const span = (from: number, to: number, state: 'none' | 'unknown' = 'none') => ({
  fromMicros: midnight + from * hour,
  toMicros: midnight + to * hour,
  state,
});
/** Between two times of the day. */
const gap = (from: string, to: string) => {
  const micros = (time: string): number => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return midnight + hours * hour + minutes * minute;
  };
  return { fromMicros: micros(from), toMicros: micros(to) };
};
const equals = (field: string, value: string): Question => ({
  ...all,
  filter: { kind: 'field', field, test: { op: 'equals', value, caseSensitive: true } },
});

describe('bars', () => {
  const files = [
    delivery({
      deliveredMicros: midnight + hour,
      at: Array.from({ length: 600 }, (_, n) => midnight + n * 5e6),
    }),
  ];

  it('have the width that was chosen, where it can be drawn', async () => {
    const engine = await opened(files);
    const ask = async (binMicros: number | null) =>
      engine.call('timeline.histogram', { question: all, view: day, maxBins: 30, binMicros, split: null });
    const perMinute = await ask(minute);
    expect(perMinute).toMatchObject({ binMicros: minute, fromMicros: midnight, total: 600 });
    expect(perMinute?.series[0]?.counts.slice(0, 51)).toEqual([...new Array<number>(50).fill(12), 0]);
    expect((await ask(1e6))?.binMicros).toBe(hour);
    expect((await ask(null))?.binMicros).toBe(hour);
  });

  it('begin by the clock of a zone, and are days of 23 and 25 hours where it is put', async () => {
    const around = (iso: string): number[] =>
      Array.from({ length: 96 }, (_, n) => Date.parse(iso) * 1_000 - 24 * hour + n * 30 * minute);
    const times = [...around('2025-03-30T01:00:00Z'), ...around('2025-10-26T01:00:00Z')];
    const engine = await opened(
      times.map((at) => delivery({ deliveredMicros: Math.ceil(at / hour) * hour + hour, at: [at] })),
    );
    for (const zone of ['Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/New_York', 'UTC'])
      for (const binMicros of [24 * hour, 3 * hour, 7 * 24 * hour, null]) {
        const bars = await engine.call('timeline.histogram', {
          ...{ question: all, view: null, maxBins: 2_000, binMicros, zone, split: 'eventSource' },
        });
        const spans = Array.from({ length: barCount(bars!) }, (_, bar) => spanOfBar(bars!, bar));
        const counts = spans.map(
          ({ fromMicros, toMicros }) => times.filter((at) => at >= fromMicros && at < toMicros).length,
        );
        expect([zone, binMicros, bars!.series[0]?.counts]).toEqual([zone, binMicros, counts]);
        const { edges: _, total, series, ...drawn } = bars!;
        expect([total, series.length]).toEqual([times.length, 1]);
        const lanes = await engine.call('timeline.lanes', {
          ...{ question: all, view: null, maxBins: 2_000, binMicros, zone },
          ...{ field: 'eventSource', offset: 0, limit: 5 },
        });
        expect(lanes).toMatchObject({ ...drawn, lanes: [{ counts }] });
      }
    const days = await engine.call('timeline.histogram', {
      ...{
        question: all,
        view: null,
        maxBins: 300,
        binMicros: 24 * hour,
        zone: 'Europe/Berlin',
        split: null,
      },
    });
    const hours = new Set(days!.edges!.slice(1).map((edge, bar) => (edge - (days!.edges![bar] ?? 0)) / hour));
    expect([...hours].toSorted()).toEqual([23, 24, 25]);
  });

  it('in classes count the failed events of each, and the refused ones among all', async () => {
    const kinds = [
      { eventName: 'CreateUser', readOnly: false },
      { eventName: 'CreateUser', readOnly: false, errorCode: 'AccessDenied' },
      { eventName: 'CreateUser', readOnly: false, errorCode: 'EntityAlreadyExistsException' },
      { eventName: 'GetSecretValue', eventSource: 'secretsmanager.amazonaws.com', readOnly: true },
      { eventName: 'ListUsers', readOnly: true, errorCode: 'ThrottlingException' },
      { eventName: 'ListUsers', readOnly: true },
      { eventName: 'ListUsers', readOnly: true },
      { eventName: 'ListUsers', readOnly: true },
    ];
    const engine = await opened(
      kinds.map((changes, n) => delivery({ deliveredMicros: midnight + (1 + (n % 2)) * hour, changes })),
    );
    const asked = { question: all, ...hourly, split: 'consequence' };
    const found = await engine.call('timeline.histogram', { ...asked, withFailed: true });
    const sums = found!.series.map(({ value, counts, failed }) => [
      value,
      counts.slice(0, 2),
      failed?.slice(0, 2),
    ]);
    expect(sums).toEqual([
      ['other', [2, 2], [1, 0]],
      ['change', [2, 1], [1, 1]],
      ['secret', [0, 1], [0, 0]],
    ]);
    expect(found).toMatchObject({ total: 8, refused: 1 });
    const without = await engine.call('timeline.histogram', asked);
    expect(without).toEqual({
      ...{ fromMicros: found!.fromMicros, toMicros: found!.toMicros, binMicros: hour, total: 8 },
      series: found!.series.map(({ value, counts }) => ({ value, counts })),
    });
  });

  it('of a field with many values are the same sums, folded in the database', async () => {
    const names = Array.from({ length: 600 }, (_, n) => `Name${Math.floor(Math.sqrt(n))}`);
    const engine = await opened(
      names.map((eventName, n) =>
        delivery({ deliveredMicros: midnight + hour + n * minute, changes: { eventName } }),
      ),
    );
    const found = await engine.call('timeline.histogram', {
      question: all,
      view: day,
      maxBins: 30,
      split: 'eventName',
    });
    const sums = found!.series.map(({ value, counts }) => [value, counts.reduce((a, b) => a + b, 0)]);
    const expected = new Map<string, number>();
    for (const name of names) expected.set(name, (expected.get(name) ?? 0) + 1);
    const ranked = [...expected].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    expect(sums.slice(0, 7)).toEqual(ranked.slice(0, 7));
    expect(sums[7]).toEqual([otherValues, ranked.slice(7).reduce((sum, [, events]) => sum + events, 0)]);
    expect(found!.total).toBe(600);
  });
});

describe('lanes', () => {
  const regions = ['a-test-1', 'b-test-1', 'c-test-1', 'd-test-1'];
  const files = regions.flatMap((region, index) =>
    Array.from({ length: 4 - index }, (_, n) =>
      delivery({
        region,
        deliveredMicros: midnight + (n + 1) * hour,
        at: [midnight + n * hour, midnight + n * hour + 1e6],
        ...(n === 0 ? { changes: { errorCode: 'AccessDenied' } } : {}),
      }),
    ),
  );
  const ask = (engine: TestEngine, offset: number, limit: number, question: Question = all) =>
    engine.call('timeline.lanes', { question, ...hourly, field: 'awsRegion', offset, limit });

  it('are the busiest values in the bars of the histogram, with their failures and all the rest', async () => {
    const engine = await opened(files);
    const found = (await ask(engine, 0, 2))!;
    expect(found).toMatchObject({ fromMicros: midnight, binMicros: hour, values: 4 });
    expect(found.lanes.map(({ value, events }) => [value, events])).toEqual([
      ['a-test-1', 8],
      ['b-test-1', 6],
    ]);
    expect(found.lanes[0]?.counts.slice(0, 5)).toEqual([2, 2, 2, 2, 0]);
    expect(found.lanes[0]?.failed.slice(0, 5)).toEqual([2, 0, 0, 0, 0]);
    expect(found.others).toMatchObject({ events: 6 });
    expect(found.others?.counts.slice(0, 3)).toEqual([4, 2, 0]);
  });

  it('are paged, and follow the question but not its range', async () => {
    const engine = await opened(files);
    const second = (await ask(engine, 2, 2))!;
    expect(second.lanes.map(({ value }) => value)).toEqual(['c-test-1', 'd-test-1']);
    const narrowed = (await ask(engine, 0, 5, {
      ...within({ regions: ['b-test-1'], range: { fromMicros: midnight, toMicros: midnight + 1 } }),
      filter: { kind: 'text', text: 'GetBucketAcl' },
    }))!;
    expect(narrowed).toMatchObject({ values: 1, others: null });
    expect(narrowed.lanes[0]).toMatchObject({ value: 'b-test-1', events: 6 });
  });

  it('have one for events without the field', async () => {
    const engine = await opened(files);
    const found = await engine.call('timeline.lanes', {
      question: all,
      ...hourly,
      field: 'vpcEndpointId',
      offset: 0,
      limit: 5,
    });
    expect(found?.lanes.map(({ value, events }) => [value, events])).toEqual([[null, 20]]);
    expect(found?.others).toBeNull();
  });
});

describe('marks', () => {
  const call = (eventName: string, atHour: number, changes: Record<string, unknown> = {}): [string, Buffer] =>
    delivery({
      deliveredMicros: midnight + atHour * hour,
      at: [midnight + atHour * hour],
      changes: { eventSource: 'cloudtrail.amazonaws.com', eventName, ...changes },
    });

  it('are changes of logging and Insights, whatever the filter, in order of time', async () => {
    const engine = await opened([
      call('StopLogging', 1),
      call('StopLogging', 2, { errorCode: 'AccessDenied' }),
      call('CreateTrail', 3),
      call('PutEventSelectors', 4, { errorCode: 'TrailNotFoundException' }),
      call('LookupEvents', 5),
      call('StopLogging', 6, { eventSource: 'other.amazonaws.com' }),
      call('', 7, {
        eventName: undefined,
        eventSource: undefined,
        eventType: 'AwsCloudTrailInsight',
        eventCategory: 'Insight',
        insightDetails: { state: 'Start', eventName: 'DeleteBucket', insightType: 'ApiCallRateInsight' },
      }),
      call('', 8, {
        eventName: undefined,
        eventSource: undefined,
        eventType: 'AwsCloudTrailInsight',
        insightState: 'End',
        insightEventName: 'CreateUser',
        insightType: 'ApiErrorRateInsight',
      }),
    ]);
    const { total, changes, marks } = await engine.call('timeline.marks', {
      question: equals('eventName', 'Nothing'),
      view: null,
      limit: 50,
    });
    expect(total).toBe(6);
    expect(changes).toEqual({ total: 4, failed: 2, refused: 1 });
    expect(marks.map(({ kind, name, result, errorCode }) => [kind, name, result, errorCode])).toEqual([
      ['less-logging', 'StopLogging', 'done', null],
      ['less-logging', 'StopLogging', 'refused', 'AccessDenied'],
      ['more-logging', 'CreateTrail', 'done', null],
      ['changed-logging', 'PutEventSelectors', 'failed', 'TrailNotFoundException'],
      ['insight', 'ApiCallRateInsight DeleteBucket Start', 'done', null],
      ['insight', 'ApiErrorRateInsight CreateUser End', 'done', null],
    ]);
    expect(marks[0]).toMatchObject({ atMicros: midnight + hour, account: home.account, region: home.region });
    const detail = await engine.call('events.detail', { id: marks[0]!.id });
    expect(detail.fields['eventName']).toBe('StopLogging');
  });

  it('stay within scope and view, and come from all parts of the view when there are too many', async () => {
    const engine = await opened([
      delivery({
        deliveredMicros: midnight + hour,
        at: Array.from({ length: 400 }, (_, n) => midnight + n * 1e6),
        changes: { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging' },
      }),
      call('DeleteTrail', 20),
    ]);
    const few = await engine.call('timeline.marks', { question: all, view: null, limit: 10 });
    expect(few.total).toBe(401);
    expect(few.changes).toEqual({ total: 401, failed: 0, refused: 0 });
    expect(few.marks).toHaveLength(10);
    expect(few.marks.at(-1)?.name).toBe('DeleteTrail');
    const early = { fromMicros: midnight, toMicros: midnight + 10e6 };
    expect((await engine.call('timeline.marks', { question: all, view: early, limit: 50 })).total).toBe(10);
    const elsewhere = await engine.call('timeline.marks', {
      question: within({ regions: ['nowhere-1'] }),
      view: null,
      limit: 50,
    });
    expect(elsewhere).toEqual({ total: 0, changes: { total: 0, failed: 0, refused: 0 }, marks: [] });
  });
});

describe('coverage', () => {
  const far = { account: '444455556666', region: 'us-east-1' };
  const cover = (engine: TestEngine, question: Question = all, by: 'recipientAccountId' | null = null) =>
    engine.call('coverage.logFiles', { question, ...hourly, by });

  it('is missing where no log file of the chosen places speaks for the time', async () => {
    const engine = await opened([
      ...[1, 2, 3, 9, 10].map((h) => delivery({ deliveredMicros: midnight + h * hour + 20 * minute })),
      ...[4, 5].map((h) => delivery({ ...far, deliveredMicros: midnight + h * hour + 20 * minute })),
    ]);
    expect(await cover(engine)).toEqual({
      logFiles: 7,
      otherFiles: 0,
      spans: [span(0, 1), span(6, 9), span(11, 24)],
      missing: {
        stretches: 8,
        micros: (24 * 60 - 7 * 15) * minute,
        longest: [
          gap('00:00', '01:05'),
          gap('01:20', '02:05'),
          gap('02:20', '03:05'),
          gap('05:20', '09:05'),
          gap('10:20', '24:00'),
        ],
      },
      lanes: [],
    });
    const farSpans = [span(0, 4), span(6, 24)];
    expect((await cover(engine, within({ accounts: [far.account] })))?.spans).toEqual(farSpans);
    expect((await cover(engine, equals('awsRegion', far.region)))?.spans).toEqual(farSpans);
    expect((await cover(engine, within({ regions: ['nowhere-1'] })))?.spans).toEqual([span(0, 24)]);
    const lanes = (await cover(engine, all, 'recipientAccountId'))?.lanes;
    expect(lanes?.find(({ value }) => value === far.account)?.spans).toEqual(farSpans);
    expect(lanes).toHaveLength(2);
  });

  it('speaks for the minutes before a delivery, not for the days a late file waited', async () => {
    const engine = await opened([
      delivery({
        deliveredMicros: midnight + 5 * hour + 10 * minute,
        at: [midnight + 5 * hour + 5 * minute],
      }),
      delivery({ deliveredMicros: midnight + 20 * hour + 20 * minute, at: [midnight + 8 * hour] }),
    ]);
    expect((await cover(engine))?.spans).toEqual([span(0, 4), span(6, 8), span(9, 24)]);
  });

  it('misses the same time at every width of the bars, in every view', async () => {
    // Numbers without a pattern that are the same in every run.
    let state = 7;
    const random = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
    const spoken = Array.from({ length: 40 }, () => midnight + Math.floor(random() * 24 * 60) * minute);
    const engine = await opened(spoken.map((deliveredMicros) => delivery({ deliveredMicros })));
    const views = [
      day,
      ...Array.from({ length: 5 }, () => {
        const fromMicros = midnight + Math.floor(random() * 20 * 3_600) * 1e6;
        return { fromMicros, toMicros: fromMicros + Math.ceil(random() * 4 * 3_600) * 1e6 };
      }),
    ];
    for (const view of views) {
      let micros = 0;
      for (let at = view.fromMicros; at < view.toMicros; at += 1e6)
        if (!spoken.some((delivered) => delivered - 15 * minute <= at && at < delivered)) micros += 1e6;
      for (const binMicros of [minute, 10 * minute, hour, 3 * hour, 6 * hour, 24 * hour, null]) {
        const found = await engine.call('coverage.logFiles', {
          question: all,
          view,
          maxBins: 30,
          binMicros,
          by: null,
        });
        expect([binMicros, found?.missing.micros]).toEqual([binMicros, micros]);
      }
    }
  });

  it('is not proven by Insight files', async () => {
    const engine = await opened([
      delivery({ deliveredMicros: midnight + hour + 20 * minute }),
      delivery({
        deliveredMicros: midnight + 3 * hour + 20 * minute,
        folder: 'CloudTrail-Insight',
        changes: { eventType: 'AwsCloudTrailInsight', eventCategory: 'Insight' },
      }),
    ]);
    expect(await cover(engine)).toMatchObject({
      logFiles: 1,
      otherFiles: 0,
      spans: [span(0, 1), span(2, 24)],
    });
  });

  it('cannot be known from files that are no deliveries', async () => {
    const at = [midnight + 2 * hour, midnight + 3 * hour];
    const [, content] = delivery({ deliveredMicros: midnight, at });
    const alone = await opened([['export.json.gz', content]]);
    expect(await cover(alone)).toMatchObject({
      logFiles: 0,
      otherFiles: 1,
      spans: [span(0, 24, 'unknown')],
    });
    const mixed = await opened([
      ['export.json.gz', content],
      delivery({ deliveredMicros: midnight + 10 * hour + 20 * minute }),
    ]);
    expect((await cover(mixed))?.spans).toEqual([
      span(0, 2),
      span(2, 4, 'unknown'),
      span(4, 10),
      span(11, 24),
    ]);
  });
});

describe('the span before', () => {
  it('is counted beside its span, in the bars its events would lie in', async () => {
    const files = [
      ...[1, 1, 1, 2].map((h) =>
        delivery({ deliveredMicros: midnight + h * hour, at: [midnight + h * hour] }),
      ),
      ...[3, 4, 4].map((h) => delivery({ deliveredMicros: midnight + h * hour, at: [midnight + h * hour] })),
    ];
    const engine = await opened(files);
    const ask = (from: number, to: number) =>
      engine.call('timeline.compare', {
        question: all,
        span: { fromMicros: midnight + from * hour, toMicros: midnight + to * hour },
        fromMicros: midnight,
        binMicros: hour,
        bins: 6,
      });
    expect(await ask(3, 5)).toEqual({
      before: { fromMicros: midnight + hour, toMicros: midnight + 3 * hour },
      eventsBefore: 4,
      eventsNow: 3,
      counts: [0, 0, 0, 3, 1, 0],
    });
    // Half an hour off the bars, and reaching before the first of them.
    const early = await ask(0.5, 2);
    expect(early).toMatchObject({ eventsBefore: 0, eventsNow: 3 });
    expect(early.before).toEqual({ fromMicros: midnight - hour, toMicros: midnight + 0.5 * hour });
  });
});
