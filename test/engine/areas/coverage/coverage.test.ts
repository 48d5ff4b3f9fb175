import { describe, expect, it } from 'vitest';
import type { Question } from '../../../../shared/contract/common.ts';
import type { Recorded, WhatWasRecorded } from '../../../../shared/contract/coverage.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const minute = 60e6;
const hour = 60 * minute;
const midnight = Date.UTC(2025, 2, 3) * 1_000;
const iso = (micros: number): string => new Date(micros / 1_000).toISOString().replace('.000', '');
const at = (hours: number): number => midnight + hours * hour;
const home = { account: '111122223333', region: 'eu-west-1' };
const far = { account: '444455556666', region: 'us-east-1' };

type Changes = Readonly<Record<string, unknown>>;
const s3Read: Changes = {
  ...{ eventCategory: 'Data', managementEvent: false, eventName: 'GetObject' },
  resources: [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::ledger-archive/a' }],
};
const invoked: Changes = {
  ...{ eventCategory: 'Data', managementEvent: false, readOnly: false },
  ...{ eventSource: 'lambda.amazonaws.com', eventName: 'Invoke' },
};
const item: Changes = {
  ...{ eventCategory: 'Data', managementEvent: false },
  ...{ eventSource: 'dynamodb.amazonaws.com', eventName: 'GetItem' },
};
const write: Changes = { readOnly: false, eventName: 'PutBucketAcl' };
const endpoint: Changes = { eventCategory: 'NetworkActivity', eventType: 'AwsVpceEvent' };
const insight: Changes = { eventCategory: 'Insight', eventType: 'AwsCloudTrailInsight' };

let made = 0;
const events = (place: typeof home, micros: number, kinds: readonly Changes[]): unknown[] =>
  kinds.map((changes) =>
    record((made += 1), {
      ...{ eventTime: iso(micros), awsRegion: place.region, recipientAccountId: place.account },
      ...changes,
    }),
  );

/** A log file delivered at twenty past an hour, with events of five past it. */
function delivered(hours: number, kinds: readonly Changes[], place = home, kind = ''): [string, Buffer] {
  const stamp = iso(at(hours) + 20 * minute)
    .replaceAll(/[-:]/g, '')
    .replace(/00Z$/, 'Z');
  const name = `${place.account}_CloudTrail${kind}_${place.region}_${stamp}_${String((made += 1)).padStart(16, 'A')}.json.gz`;
  return [
    `AWSLogs/${place.account}/CloudTrail${kind}/${place.region}/2025/03/03/${name}`,
    logFile(events(place, at(hours) + 5 * minute, kinds)),
  ];
}

async function opened(...files: readonly (readonly [string, Buffer])[]): Promise<TestEngine> {
  const engine = testEngine();
  await engine.importAll(writeFiles(tempFolder(), Object.fromEntries(files)));
  return engine;
}

const day = { view: { fromMicros: midnight, toMicros: at(24) }, maxBins: 30, binMicros: hour };
const within = (scope: Partial<Question['scope']>): Question => ({
  ...all,
  scope: { ...all.scope, ...scope },
});

async function read(engine: TestEngine, question: Question = all): Promise<WhatWasRecorded> {
  const answer = await engine.call('coverage.read', { question, ...day });
  expect(answer).not.toBeNull();
  return answer as WhatWasRecorded;
}
const kindOf = ({ categories }: WhatWasRecorded, category: Recorded['category']): Recorded =>
  categories.find((one) => one.category === category) as Recorded;
/** `events 3-4, no-file 4-24`. */
const states = ({ stretches }: Recorded): string =>
  stretches.map(({ state, fromBar, toBar }) => `${state} ${fromBar}-${toBar}`).join(', ');
const wordsOf = (answer: WhatWasRecorded): Readonly<Record<string, string>> =>
  Object.fromEntries(answer.categories.map(({ category, word }) => [category, word]));

describe('what was recorded', () => {
  it('is told by kind: events, a file without one, and no file', async () => {
    const engine = await opened(
      delivered(1, [{}, write]),
      delivered(2, [s3Read, s3Read, invoked, item]),
      delivered(3, []),
      delivered(5, [write, write]),
    );
    const answer = await read(engine);
    expect(answer).toMatchObject({ fromMicros: midnight, binMicros: hour, unstated: 0, aggregated: 0 });
    expect(wordsOf(answer)).toEqual({
      'management-writes': 'events',
      'management-reads': 'events',
      's3-objects': 'events',
      'lambda-invocations': 'events',
      'other-data': 'events',
      'network-activity': 'none-here',
      insights: 'none-here',
    });
    expect(answer.categories.map(({ events }) => events)).toEqual([3, 1, 2, 1, 1, 0, 0]);
    const writes = kindOf(answer, 'management-writes');
    expect(states(writes)).toBe(
      'no-file 0-1, events 1-2, no-event 2-4, no-file 4-5, events 5-6, no-file 6-24',
    );
    expect(writes.counts.slice(0, 7)).toEqual([0, 1, 0, 0, 0, 2, 0]);
    expect(states(kindOf(answer, 's3-objects'))).toBe(
      'no-file 0-1, no-event 1-2, events 2-3, no-event 3-4, no-file 4-5, no-event 5-6, no-file 6-24',
    );
    expect(states(kindOf(answer, 'insights'))).toBe('no-file 0-24');
  });

  it('is told of Insights and network activity by files of their own', async () => {
    const engine = await opened(
      delivered(1, [{}]),
      delivered(2, [insight], home, '-Insight'),
      delivered(3, [], home, '-Insight'),
      delivered(4, [endpoint], home, '-NetworkActivity'),
    );
    const answer = await read(engine);
    expect(states(kindOf(answer, 'insights'))).toBe('no-file 0-2, events 2-3, no-event 3-4, no-file 4-24');
    expect(states(kindOf(answer, 'network-activity'))).toBe('no-file 0-4, events 4-5, no-file 5-24');
    expect(states(kindOf(answer, 'management-reads'))).toBe('no-file 0-1, events 1-2, no-file 2-24');
    const files = await engine.call('coverage.logFiles', { question: all, ...day, by: null });
    expect(files).toMatchObject({ logFiles: 1, otherFiles: 0 });
  });

  it('cannot be told from exports, nor from records that do not say of which kind they are', async () => {
    const lost: Changes = { eventCategory: undefined, managementEvent: undefined, eventVersion: undefined };
    const alone = await read(await opened(['export.json.gz', logFile(events(home, at(2), [{}]))]));
    expect(wordsOf(alone)).toMatchObject({ 'management-reads': 'events', 's3-objects': 'cannot-be-told' });
    expect(states(kindOf(alone, 's3-objects'))).toBe('unknown 0-24');
    const mixed = await read(
      await opened(['export.json.gz', logFile(events(home, at(2), [{}]))], delivered(1, [{}])),
    );
    expect(states(kindOf(mixed, 's3-objects'))).toBe('no-file 0-1, no-event 1-2, unknown 2-3, no-file 3-24');
    expect(kindOf(mixed, 's3-objects').word).toBe('none-here');
    const reduced = await read(await opened(delivered(1, [{}]), delivered(2, [lost, {}])));
    expect(reduced.unstated).toBe(1);
    expect(kindOf(reduced, 's3-objects').word).toBe('cannot-be-told');
    expect(states(kindOf(reduced, 's3-objects'))).toBe(
      'no-file 0-1, no-event 1-2, unknown 2-3, no-file 3-24',
    );
    expect(kindOf(reduced, 'management-reads').events).toBe(2);
  });

  it('follows accounts and Regions, by the scope and by plain values of the filter, and nothing else', async () => {
    const engine = await opened(delivered(1, [write]), delivered(4, [s3Read], far), delivered(5, [], far));
    const own: Question = within({ accounts: [home.account] });
    const equals = (field: string, value: string): Question => ({
      ...all,
      filter: { kind: 'field', field, test: { op: 'equals', value, caseSensitive: true } },
    });
    for (const question of [own, equals('awsRegion', home.region)]) {
      const answer = await read(engine, question);
      expect(states(kindOf(answer, 's3-objects'))).toBe('no-file 0-1, no-event 1-2, no-file 2-24');
      expect(wordsOf(answer)).toMatchObject({ 'management-writes': 'events', 's3-objects': 'none-here' });
    }
    const elsewhere = await read(engine, within({ regions: [far.region] }));
    expect(states(kindOf(elsewhere, 'management-writes'))).toBe('no-file 0-4, no-event 4-6, no-file 6-24');
    const nowhere = await read(engine, within({ regions: ['nowhere-1'] }));
    expect(new Set(Object.values(wordsOf(nowhere)))).toEqual(new Set(['cannot-be-told']));
    expect(await read(engine, equals('eventName', 'nothing'))).toEqual(await read(engine));
  });

  it('counts the same from sums by the hour and from the events, in bars of any width', async () => {
    const engine = await opened(
      ...[1, 2, 3, 7].map((hours) => delivered(hours, [{}, write, s3Read, invoked, item])),
    );
    const asked = [hour, 6 * hour, 15 * minute, minute].map((binMicros) => ({
      ...{ question: all, binMicros, maxBins: 2_000 },
      view: { fromMicros: at(1) + 10, toMicros: at(7) + 10 * minute },
    }));
    await engine.engine.whenCovered();
    for (const params of asked) {
      const answer = await engine.call('coverage.read', params);
      expect([params.binMicros, answer?.categories.map(({ events }) => events)]).toEqual([
        params.binMicros,
        [4, 4, 4, 4, 4, 0, 0],
      ]);
    }
    const sums: unknown[] = [];
    await engine.call(
      'sql.run',
      { sql: 'SELECT category, sum(events)::INTEGER FROM category_hours GROUP BY ALL ORDER BY 1', limit: 9 },
      { onProgress: (told) => told.kind === 'rows' && sums.push(...told.columns) },
    );
    expect(sums).toEqual([
      ['lambda-invocations', 'management-reads', 'management-writes', 'other-data', 's3-objects'],
      [4, 4, 4, 4, 4],
    ]);
  });

  it('knows data events of records from before the categories by their calls', async () => {
    const old: Changes = { eventCategory: undefined, managementEvent: undefined, eventVersion: '1.05' };
    const answer = await read(
      await opened(
        delivered(1, [
          { ...old, eventName: 'GetObject' },
          { ...old, eventSource: 'lambda.amazonaws.com', eventName: 'Invoke' },
          { ...old, eventName: 'GetBucketAcl' },
          { ...old, eventName: 'PutBucketAcl', readOnly: false },
          { ...old, eventName: 'ConsoleLogin', readOnly: undefined },
        ]),
      ),
    );
    expect(answer.categories.map(({ events }) => events)).toEqual([2, 1, 1, 1, 0, 0, 0]);
  });

  it('keeps counters of data events apart', async () => {
    const counter = (n: number, start: string): unknown => ({
      eventVersion: '1.0',
      accountId: home.account,
      eventId: `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`,
      eventCategory: 'Aggregated',
      eventType: 'AwsAggregatedEvent',
      awsRegion: home.region,
      eventSource: 's3.amazonaws.com',
      timeWindow: { windowStart: start, windowEnd: '2025-03-04T00:00:00Z', windowSize: 'PT5M' },
      summary: {
        primaryDimension: { dimension: 'eventName', statistics: [{ name: 'GetObject', value: 9 }] },
        details: [],
      },
    });
    const [path] = delivered(2, [], home, '-Aggregated');
    const content = logFile([
      counter(1, '2025-03-03T02:00:00Z'),
      counter(2, '2025-03-03 02:05:00'),
      counter(3, '2025-03-05T02:00:00Z'),
    ]);
    const engine = await opened(delivered(1, [{}]), [path, content]);
    const answer = await read(engine);
    expect(answer.aggregated).toBe(2);
    expect(wordsOf(answer)).toMatchObject({ 's3-objects': 'none-here' });
    expect((await read(engine, within({ accounts: [far.account] }))).aggregated).toBe(0);
  });

  it('is nothing without any event of a time', async () => {
    const engine = await opened(delivered(1, []));
    expect(await engine.call('coverage.read', { question: all, view: null, maxBins: 30 })).toBeNull();
  });
});
