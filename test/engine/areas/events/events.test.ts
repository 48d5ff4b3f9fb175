import { beforeEach, describe, expect, it } from 'vitest';
import type { Question } from '../../../../shared/contract/common.ts';
import { subjectOf } from '../../../../shared/cloudtrail/subject.ts';
import type { Filter } from '../../../../shared/filter/filter.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const names = ['GetBucketAcl', 'ListBuckets', 'DeleteTrail', 'PutObject', 'AssumeRole'];
const regions = ['eu-west-1', 'us-east-1', 'ap-south-1'];
const accounts = ['111122223333', '444455556666'];
const total = 6_000;

const records = Array.from({ length: total }, (_, n) =>
  record(n, {
    eventTime: new Date(Date.UTC(2025, 2, 3) + n * 20_000).toISOString().replace('.000', ''),
    eventName: names[n % 5],
    eventSource: n % 5 === 4 ? 'sts.amazonaws.com' : n % 7 === 0 ? 'iam.amazonaws.com' : 's3.amazonaws.com',
    awsRegion: n % 7 === 0 ? 'us-east-1' : regions[n % 3],
    recipientAccountId: accounts[n % 2],
    requestParameters: { bucketName: `bucket-${n % 11}` },
    ...(n % 10 === 0 ? { errorCode: 'AccessDenied', errorMessage: 'no' } : {}),
    ...(n % 4 === 0 ? { userIdentity: { type: 'AWSService', invokedBy: 'config.amazonaws.com' } } : {}),
  }),
);
type Rec = (typeof records)[number];
const at = (rec: Rec): number => Date.parse(String(rec['eventTime'])) * 1_000;
const isService = (rec: Rec): boolean => (rec['userIdentity'] as { type?: string }).type === 'AWSService';
const isGlobal = (rec: Rec): boolean => rec['eventSource'] === 'iam.amazonaws.com';

let engine: TestEngine;
beforeEach(async () => {
  const files = Object.fromEntries(
    Array.from({ length: 12 }, (_, file) => [
      `f${file}.json.gz`,
      logFile(records.slice((file * total) / 12, ((file + 1) * total) / 12)),
    ]),
  );
  engine = testEngine();
  await engine.importAll(writeFiles(tempFolder(), files));
});

const equals = (field: string, value: string): Filter => ({
  kind: 'field',
  field,
  test: { op: 'equals', value, caseSensitive: true },
});
const question = (filter: Filter, scope: Partial<Question['scope']> = {}): Question => ({
  filter,
  scope: { ...all.scope, ...scope },
});
const newest = [{ field: 'eventTime', descending: true }];

describe('events', () => {
  it('gives the same rows for shallow, deep and last windows, in one stable order', async () => {
    const expected = [...records].reverse().map(at);
    for (const offset of [0, 3_990, 4_100, total - 50]) {
      const window = await engine.call('events.window', {
        question: all,
        sort: newest,
        offset,
        limit: 100,
        columns: ['eventTime', 'eventName', 'requestParameters.bucketName'],
      });
      expect(window.total).toBe(total);
      expect(window.columns[0]).toEqual(expected.slice(offset, offset + 100));
      expect(window.columns[2]).toEqual(
        [...records]
          .reverse()
          .slice(offset, offset + 100)
          .map((rec) => (rec['requestParameters'] as { bucketName: string }).bucketName),
      );
    }
  });

  it('sorts by any field, ties by place in the evidence, absent values last', async () => {
    const columns = ['errorCode', 'eventName', 'eventTime'];
    const sort = [
      { field: 'errorCode', descending: true },
      { field: 'eventName', descending: false },
    ];
    const ask = async (offset: number) =>
      engine.call('events.window', { question: all, sort, offset, limit: 2_000, columns });
    const windows = [await ask(0), await ask(2_000), await ask(4_000)];
    const rows = windows.flatMap((window) =>
      window.ids.map((_, row) => window.columns.map((column) => column[row])),
    );
    expect(rows).toHaveLength(total);
    expect(new Set(windows.flatMap((window) => window.ids)).size).toBe(total);
    const errors = rows.filter((row) => row[0] !== null);
    expect(errors).toHaveLength(total / 10);
    expect(rows.slice(0, errors.length)).toEqual(errors);
    const eventNames = errors.map((row) => String(row[1]));
    expect(eventNames).toEqual([...eventNames].sort());
  });

  it('locates an event in the sorted answer, and says when the question leaves it out', async () => {
    const { ids } = await engine.call('events.window', {
      question: all,
      sort: newest,
      offset: 4_321,
      limit: 1,
      columns: [],
    });
    const ask = async (asked: Question) =>
      (await engine.call('events.locate', { question: asked, sort: newest, id: ids[0]! })).position;
    expect(await ask(all)).toBe(4_321);
    expect(await ask(question(equals('eventName', 'Nothing')))).toBeNull();
  });

  it('cancels a window without harm to the next', async () => {
    const stop = new AbortController();
    const slow = engine.call(
      'events.count',
      { question: question({ kind: 'text', text: 'nowhere to be found' }) },
      { signal: stop.signal },
    );
    stop.abort();
    await expect(slow).rejects.toMatchObject({ code: 'cancelled' });
    expect((await engine.call('events.count', { question: all })).total).toBe(total);
  });

  it('tells a person when an event is gone', async () => {
    await expect(engine.call('events.detail', { id: '999.9' })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('histogram', () => {
  it('counts every timed event once, in bars that can be said in words', async () => {
    const found = await engine.call('timeline.histogram', {
      question: all,
      view: null,
      maxBins: 60,
      split: 'outcome',
    });
    expect(found!.total).toBe(total);
    expect(found!.binMicros).toBe(60 * 60e6);
    const sum = (value: string): number =>
      found!.series.find((one) => one.value === value)!.counts.reduce((a, b) => a + b, 0);
    expect(sum('error')).toBe(records.filter((rec) => rec['errorCode']).length);
    expect(sum('success')).toBe(records.filter((rec) => !rec['errorCode']).length);
    const bins = found!.series.map(({ counts }) => counts.length);
    expect(new Set(bins).size).toBe(1);
    const first = found!.series.reduce((n, { counts }) => n + counts[0]!, 0);
    expect(first).toBe(records.filter((rec) => at(rec) < found!.fromMicros + found!.binMicros).length);
  });

  it('ignores the range, which is the brush drawn on it', async () => {
    const range = { fromMicros: at(records[100]!), toMicros: at(records[200]!) };
    const asked = question(all.filter, { range });
    const found = await engine.call('timeline.histogram', {
      question: asked,
      view: null,
      maxBins: 100,
      split: null,
    });
    expect(found!.total).toBe(total);
    const zoomed = await engine.call('timeline.histogram', {
      question: asked,
      view: range,
      maxBins: 100,
      split: null,
    });
    expect(zoomed!.total).toBe(100);
  });
});

describe('facets', () => {
  it('counts values exactly, most or rarest first, without the filter on the facet’s own field', async () => {
    const asked = question({
      kind: 'and',
      of: [equals('eventName', 'DeleteTrail'), equals('awsRegion', 'us-east-1')],
    });
    const facets = await engine.call('facets.list', {
      question: asked,
      facets: [
        { field: 'eventName', limit: 3, order: 'most', search: '' },
        { field: 'awsRegion', limit: 10, order: 'rarest', search: '' },
        { field: 'errorCode', limit: 10, order: 'most', search: '' },
        { field: 'eventSource', limit: 10, order: 'most', search: 'IAM' },
      ],
    });
    const tally = (field: string, keep: (rec: Rec) => boolean): [string | null, number][] => {
      const counts = new Map<string | null, number>();
      for (const rec of records.filter(keep)) {
        const value = (rec[field] as string | undefined) ?? null;
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      return [...counts].sort((a, b) => b[1] - a[1] || ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
    };
    const inRegion = (rec: Rec): boolean => rec['awsRegion'] === 'us-east-1';
    const isDelete = (rec: Rec): boolean => rec['eventName'] === 'DeleteTrail';
    const pairs = (index: number) => facets[index]!.values.map(({ value, count }) => [value, count]);
    expect(pairs(0)).toEqual(tally('eventName', inRegion).slice(0, 3));
    expect(facets[0]!.distinct).toBe(5);
    expect(pairs(1).map(([, count]) => count)).toEqual(
      tally('awsRegion', isDelete)
        .map(([, count]) => count)
        .reverse(),
    );
    expect(pairs(2)).toEqual(tally('errorCode', (rec) => inRegion(rec) && isDelete(rec)));
    expect(pairs(3)).toEqual([
      ['iam.amazonaws.com', records.filter((rec) => inRegion(rec) && isDelete(rec) && isGlobal(rec)).length],
    ]);
  });

  it('suggests values by what was typed', async () => {
    const suggest = () => engine.call('values.suggest', { field: 'eventName', typed: 'bucket', limit: 10 });
    await expect.poll(async () => (await suggest()).isSampled).toBe(false);
    const found = await suggest();
    expect(found.values.map(({ value }) => value).sort()).toEqual(['GetBucketAcl', 'ListBuckets']);
    expect(found.values.every(({ count }) => count === total / 5)).toBe(true);
  });
});

describe('accounts and Regions', () => {
  it('counts the matrix so that every event stands in one cell', async () => {
    const matrix = await engine.call('places.matrix', { question: all, stripBins: 24 });
    expect(matrix.cells.reduce((sum, cell) => sum + cell.events, 0)).toBe(total);
    for (const cell of matrix.cells) {
      const here = records.filter(
        (rec) => rec['awsRegion'] === cell.region && rec['recipientAccountId'] === cell.account,
      );
      expect(cell.events).toBe(here.length);
      expect(cell.failed).toBe(here.filter((rec) => rec['errorCode']).length);
      expect(cell.globalEvents).toBe(here.filter(isGlobal).length);
      expect(cell.strip.reduce((a, b) => a + b, 0)).toBe(here.length);
    }
  });

  it('says how many events the scope hides', async () => {
    const asked = question(all.filter, { regions: ['eu-west-1'], hideServiceCalls: true });
    const scope = await engine.call('places.scope', { question: asked });
    const inRegion = (rec: Rec): boolean => rec['awsRegion'] === 'eu-west-1';
    expect(scope.total).toBe(records.filter((rec) => inRegion(rec) && !isService(rec)).length);
    expect(scope.hides.serviceCalls).toBe(records.filter((rec) => inRegion(rec) && isService(rec)).length);
    expect(scope.hiddenGlobalEvents).toBe(
      records.filter((rec) => !inRegion(rec) && !isService(rec) && isGlobal(rec)).length,
    );
    expect(scope.accounts.map(({ value }) => value).sort()).toEqual(accounts);
    expect(scope.regions.map(({ value }) => value).sort()).toEqual([...regions].sort());
  });

  it('says of each toggle what it hides, or would, with the other one as it is', async () => {
    const matters = (rec: Rec): boolean => subjectOf(rec).column('consequence') !== 'other';
    expect(records.filter(matters).length).toBeGreaterThan(0);
    // Routine of services is left out by the toggle of today, all that services do by what was saved before it.
    expect(records.filter((rec) => isService(rec) && matters(rec)).length).toBeGreaterThan(0);
    for (const [hideServiceCalls, hideServiceRoutine] of [
      [false, false],
      [false, true],
      [true, false],
    ] as const) {
      for (const onlyConsequence of [undefined, false, true]) {
        const scope = {
          hideServiceCalls,
          hideServiceRoutine,
          ...(onlyConsequence === undefined ? {} : { onlyConsequence }),
        };
        const asked = question(all.filter, scope);
        const { total: left, hides } = await engine.call('places.scope', { question: asked });
        const wouldHide = (rec: Rec): boolean => isService(rec) && (hideServiceCalls || !matters(rec));
        const isLeft = (rec: Rec): boolean => !((hideServiceCalls || hideServiceRoutine) && wouldHide(rec));
        const stays = (rec: Rec): boolean => !onlyConsequence || matters(rec);
        expect(left).toBe(records.filter((rec) => isLeft(rec) && stays(rec)).length);
        expect(hides).toEqual({
          serviceCalls: records.filter((rec) => wouldHide(rec) && stays(rec)).length,
          withoutConsequence: records.filter((rec) => !matters(rec) && isLeft(rec)).length,
        });
        expect((await engine.call('events.count', { question: asked })).total).toBe(left);
      }
    }
  });
});

describe('several callers of one sorted answer', () => {
  it('lets one go without taking the answer from the other', async () => {
    const sort = [{ field: 'eventName', descending: false }];
    const ask = (signal?: AbortSignal) =>
      engine.call(
        'events.window',
        { question: all, sort, offset: 5_000, limit: 10, columns: [] },
        signal ? { signal } : {},
      );
    const stop = new AbortController();
    const first = ask(stop.signal);
    const second = ask();
    await new Promise((resolve) => setTimeout(resolve, 1));
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect((await second).ids).toHaveLength(10);
    expect((await ask()).ids).toHaveLength(10);
  });
});
