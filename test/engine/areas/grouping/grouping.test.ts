import { beforeEach, describe, expect, it } from 'vitest';
import { onlyThis } from '../../../../shared/filter/facet-selection.ts';
import { everything } from '../../../../shared/filter/filter.ts';
import { groupMeasures } from '../../../../shared/contract/grouping.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const start = Date.UTC(2025, 2, 3, 10);
const at = (seconds: number): string => new Date(start + seconds * 1_000).toISOString().replace('.000', '');
const micros = (seconds: number): number => (start + seconds * 1_000) * 1_000;
const names = ['GetBucketAcl', 'ListBuckets', 'DeleteTrail'];

const records = Array.from({ length: 60 }, (_, n) =>
  record(n, {
    eventTime: at(n * 10),
    eventName: names[n % 3],
    awsRegion: n % 4 === 0 ? 'us-east-1' : 'eu-west-1',
    requestParameters: n % 5 === 0 ? null : { bucketName: `bucket-${n % 7}`, size: n },
    ...(n % 10 === 0 ? { errorCode: 'AccessDenied' } : {}),
  }),
);

let engine: TestEngine;
const load = async (...files: readonly (readonly Record<string, unknown>[])[]): Promise<void> => {
  engine = testEngine();
  const named = Object.fromEntries(files.map((file, index) => [`f${index}.json.gz`, logFile(file)]));
  await engine.importAll(writeFiles(tempFolder(), named));
};

const tally = (key: (one: Record<string, unknown>) => string | null): Map<string | null, number> => {
  const found = new Map<string | null, number>();
  for (const one of records) found.set(key(one), (found.get(key(one)) ?? 0) + 1);
  return found;
};

describe('groups', () => {
  beforeEach(() => load(records.slice(0, 25), records.slice(25)));
  const groups = (fields: string[], field: string, descending = true, offset = 0, limit = 100) =>
    engine.call('groups.window', {
      question: all,
      fields,
      sort: [{ field, descending }],
      offset,
      limit,
    });

  it('counts by one field, with the first and the last of each, the missing value too', async () => {
    const bucket = (one: Record<string, unknown>): string | null =>
      (one['requestParameters'] as { bucketName: string } | null)?.bucketName ?? null;
    const expected = tally(bucket);
    const answer = await groups(['requestParameters.bucketName'], groupMeasures.events);
    expect(answer.total).toBe(expected.size);
    expect(answer.events).toBe(records.length);
    expect(new Map(answer.groups.map((group) => [group.values[0] ?? null, group.events]))).toEqual(expected);
    const counts = answer.groups.map((group) => group.events);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    const own = records.flatMap((one, n) => (bucket(one) === 'bucket-1' ? [n * 10] : []));
    expect(answer.groups.find((group) => group.values[0] === 'bucket-1')).toMatchObject({
      firstMicros: micros(own[0]!),
      lastMicros: micros(own.at(-1)!),
    });
  });

  it('counts by two fields and pages the sorted groups without overlap', async () => {
    const fields = ['eventName', 'awsRegion'];
    const whole = await groups(fields, 'awsRegion', false);
    expect(whole.groups).toHaveLength(6);
    expect(whole.groups.map((group) => group.values[1])).toEqual([
      ...Array<string>(3).fill('eu-west-1'),
      ...Array<string>(3).fill('us-east-1'),
    ]);
    const parts = [
      await groups(fields, 'awsRegion', false, 0, 4),
      await groups(fields, 'awsRegion', false, 4, 4),
    ];
    expect(parts.flatMap((part) => part.groups)).toEqual(whole.groups);
    expect(whole.groups.reduce((sum, group) => sum + group.events, 0)).toBe(records.length);
  });

  it('counts one field within each value of another as plain counting does', async () => {
    const outer = await groups(['requestParameters.bucketName'], groupMeasures.events);
    const found = new Map<string, number>();
    for (const { values, events } of outer.groups) {
      const filter = onlyThis(everything, 'requestParameters.bucketName', values[0] ?? null);
      const inner = await engine.call('groups.window', {
        question: { ...all, filter },
        ...{ fields: ['awsRegion'], sort: [], offset: 0, limit: 100 },
      });
      expect(inner.events).toBe(events);
      for (const group of inner.groups) found.set(`${values[0]} ${group.values[0]}`, group.events);
    }
    const pair = (one: Record<string, unknown>): string => {
      const bucket = (one['requestParameters'] as { bucketName: string } | null)?.bucketName ?? null;
      return `${bucket} ${String(one['awsRegion'])}`;
    };
    expect(found).toEqual(tally(pair));
    const pairs = await groups(['requestParameters.bucketName', 'awsRegion'], groupMeasures.events);
    expect(new Map(pairs.groups.map(({ values, events }) => [values.join(' '), events]))).toEqual(
      new Map([...found].map(([name, events]) => [name.replace(/^null/, ''), events])),
    );
  });

  it('sorts by first seen, and refuses what is no column of the table', async () => {
    const answer = await groups(['eventName'], groupMeasures.first, false);
    expect(answer.groups.map((group) => group.values[0])).toEqual(names);
    await expect(groups(['eventName'], 'awsRegion')).rejects.toMatchObject({ code: 'bad-params' });
  });
});

describe('statistics of a column', () => {
  beforeEach(() => load(records));

  it('says how full, how many, which most, and when', async () => {
    const found = await engine.call('columns.statistics', { question: all, field: 'errorCode' });
    expect(found).toEqual({
      events: 60,
      filled: 6,
      distinct: 1,
      top: [{ value: 'AccessDenied', count: 6 }],
      min: 'AccessDenied',
      max: 'AccessDenied',
      isNumeric: false,
      firstMicros: micros(0),
      lastMicros: micros(500),
    });
  });

  it('compares numbers as numbers, and knows a field nobody has', async () => {
    const sizes = await engine.call('columns.statistics', { question: all, field: 'requestParameters.size' });
    expect(sizes).toMatchObject({ min: '1', max: '59', isNumeric: true, distinct: 48 });
    expect(sizes.top).toHaveLength(10);
    const none = await engine.call('columns.statistics', {
      question: all,
      field: 'requestParameters.nothing',
    });
    expect(none).toMatchObject({ events: 60, filled: 0, distinct: 0, top: [], min: null, isNumeric: false });
  });

  it('counts how many events have each field', async () => {
    const answer = await engine.call('columns.fill', {
      question: all,
      fields: ['eventName', 'errorCode', 'requestParameters.bucketName'],
    });
    expect(answer).toEqual({ events: 60, filled: [60, 6, 48] });
  });

  it('stops when nobody wants the answer any more', async () => {
    const stop = new AbortController();
    const asked = engine.call(
      'columns.statistics',
      { question: all, field: 'eventID' },
      { signal: stop.signal },
    );
    stop.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('folding', () => {
  const other = {
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/otto', userName: 'otto' },
  };
  const fromConsole = (key: string) => ({
    sessionCredentialFromConsole: 'true',
    userIdentity: {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/admin/ana',
      principalId: 'AROAEXAMPLE00000001:ana',
      accessKeyId: key,
      sessionContext: {
        sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/admin', userName: 'admin' },
        attributes: { creationDate: '2025-03-03T09:59:00Z', mfaAuthenticated: 'true' },
      },
    },
  });
  const story = [
    // Maya lists five times; Otto's calls in between do not break her run.
    record(0, { eventTime: at(0), eventName: 'ListBuckets' }),
    record(1, { eventTime: at(5), eventName: 'ListBuckets' }),
    record(2, { eventTime: at(6), eventName: 'ListBuckets', ...other }),
    record(3, { eventTime: at(10), eventName: 'ListBuckets' }),
    // A denied one is not the same call, and ends the run.
    record(4, { eventTime: at(12), eventName: 'ListBuckets', errorCode: 'AccessDenied' }),
    record(5, { eventTime: at(15), eventName: 'ListBuckets' }),
    // Six minutes later is no burst.
    record(6, { eventTime: at(375), eventName: 'ListBuckets' }),
    // A console page reads with a fresh key each time; a write ends the run, a denied read is not noise.
    record(7, { eventTime: at(400), eventName: 'DescribeVpcs', ...fromConsole('ASIAEXAMPLE0000000001') }),
    record(8, { eventTime: at(401), eventName: 'DescribeSubnets', ...fromConsole('ASIAEXAMPLE0000000002') }),
    record(9, {
      eventTime: at(402),
      eventName: 'GetAccountSummary',
      ...fromConsole('ASIAEXAMPLE0000000003'),
    }),
    record(10, {
      eventTime: at(403),
      eventName: 'DeleteVpc',
      readOnly: false,
      ...fromConsole('ASIAEXAMPLE0000000004'),
    }),
    record(11, {
      eventTime: at(404),
      eventName: 'ListRoles',
      errorCode: 'AccessDenied',
      ...fromConsole('ASIAEXAMPLE0000000005'),
    }),
  ];
  const folds = (of: 'lines' | 'events', descending = false, offset = 0, limit = 100) =>
    engine.call('folds.window', {
      question: all,
      descending,
      of,
      offset,
      limit,
      columns: ['eventTime', 'eventName'],
    });
  beforeEach(() => load(story.slice(0, 6), story.slice(6)));

  it('folds what one caller repeats and what a console page reads, and nothing else', async () => {
    const answer = await folds('lines');
    const lines = answer.ids.map((_, row) => [
      answer.columns[1]?.[row],
      answer.sizes[row],
      answer.kinds[row],
      answer.places[row],
    ]);
    expect(lines).toEqual([
      ['ListBuckets', 3, 'repeat', 0],
      ['ListBuckets', 1, 'single', 3],
      ['ListBuckets', 1, 'single', 4],
      ['ListBuckets', 1, 'single', 5],
      ['ListBuckets', 1, 'single', 6],
      ['DescribeVpcs', 3, 'console', 7],
      ['DeleteVpc', 1, 'single', 10],
      ['ListRoles', 1, 'single', 11],
    ]);
    expect(answer).toMatchObject({ lines: 8, events: 12 });
    expect(answer.untilMicros[0]).toBe(micros(10));
    expect(answer.untilMicros[5]).toBe(micros(402));
  });

  it('gives every event exactly once when unfolded, in either direction, in windows that fit together', async () => {
    for (const descending of [false, true]) {
      const whole = await folds('events', descending);
      expect(new Set(whole.ids).size).toBe(story.length);
      const pages = await Promise.all([0, 5, 10].map((offset) => folds('events', descending, offset, 5)));
      expect(pages.flatMap((page) => page.ids)).toEqual(whole.ids);
      const { places, sizes, ids, lines } = await folds('lines', descending);
      expect(lines).toBe(8);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(story.length);
      places.forEach((place, row) => expect(whole.ids[place ?? -1]).toBe(ids[row]));
    }
    const newestFirst = await folds('lines', true);
    expect(newestFirst.columns[1]?.slice(0, 3)).toEqual(['ListRoles', 'DeleteVpc', 'GetAccountSummary']);
    expect(newestFirst.untilMicros[2]).toBe(micros(400));
  });

  it('keeps calls of one name apart that went to different services', async () => {
    const services = ['kms.amazonaws.com', 'kms.amazonaws.com', 'lambda.amazonaws.com'];
    await load(
      services.map((eventSource, n) => record(n, { eventTime: at(n), eventName: 'ListTags', eventSource })),
    );
    const answer = await engine.call('folds.window', {
      question: all,
      descending: false,
      of: 'lines',
      offset: 0,
      limit: 10,
      columns: ['eventSource'],
    });
    expect(answer.sizes).toEqual([2, 1]);
    expect(answer.columns[0]).toEqual(['kms.amazonaws.com', 'lambda.amazonaws.com']);
  });

  it('finds the line of an event, and says when there is none', async () => {
    const { ids } = await folds('events');
    const find = async (id: string) =>
      (await engine.call('folds.locate', { question: all, descending: false, id })).found;
    expect(await find(ids[2]!)).toEqual({ line: 0, child: 2 });
    expect(await find(ids[8]!)).toEqual({ line: 5, child: 1 });
    expect(await find('9.9')).toBeNull();
  });

  it('notes exactly the events that a chosen line holds', async () => {
    const { ids } = await folds('events');
    const info = await engine.call('workspace.current', {});
    await engine.call('notes.change', {
      target: {
        kind: 'rows',
        versions: { events: info!.versions.events, annotations: 1 },
        question: all,
        sort: [{ field: 'eventTime', descending: false }],
        isFolded: true,
        spans: [{ from: 0, to: 3 }],
      },
      change: { do: 'star' },
    });
    const { columns, ids: plain } = await engine.call('events.window', {
      question: all,
      sort: [{ field: 'eventTime', descending: false }],
      offset: 0,
      limit: 50,
      columns: ['note.star'],
    });
    const starred = plain.filter((_, row) => columns[0]?.[row] === true);
    expect(new Set(starred)).toEqual(new Set(ids.slice(0, 3)));
    expect(plain.indexOf(ids[2]!)).toBe(3);
  });

  it('answers a window past the end, and an empty question, with no rows', async () => {
    expect(await folds('lines', false, 50)).toMatchObject({ lines: 8, events: 12, ids: [] });
    const nothing = await engine.call('folds.window', {
      question: { ...all, scope: { ...all.scope, regions: [] } },
      descending: false,
      of: 'lines',
      offset: 0,
      limit: 10,
      columns: [],
    });
    expect(nothing).toMatchObject({ lines: 0, events: 0, ids: [] });
  });
});

describe('finding text in the rows', () => {
  beforeEach(() => load(records));
  const sort = [{ field: 'eventTime', descending: false }];
  const find = async (text: string, after: string | null, backwards = false) =>
    (
      await engine.call('find.next', {
        question: all,
        sort,
        fields: ['eventTime', 'eventName', 'requestParameters.bucketName'],
        text,
        after,
        backwards,
      })
    ).found;

  it('goes from match to match, both ways and around the end', async () => {
    const first = await find('DELETETRAIL', null);
    expect(first).toMatchObject({ position: 2, isAround: false });
    const second = await find('deletetrail', first!.id);
    expect(second).toMatchObject({ position: 5 });
    expect(await find('deletetrail', second!.id, true)).toEqual(first);
    expect(await find('deletetrail', first!.id, true)).toMatchObject({ position: 59, isAround: true });
    expect(await find('2025-03-03 10:00:10', second!.id)).toMatchObject({ position: 1, isAround: true });
  });

  it('says which of all matches one is', async () => {
    const fields = ['eventName', 'requestParameters.bucketName'];
    const place = (text: string, position: number) =>
      engine.call('find.place', { question: all, sort, fields, text, position });
    const matches: number[] = [];
    for (let after: string | null = null; ;) {
      const next = await find('deletetrail', after);
      if (!next || next.isAround) break;
      matches.push(next.position);
      after = next.id;
    }
    expect(matches.length).toBeGreaterThan(2);
    for (const [at, position] of matches.entries())
      expect(await place('DELETETRAIL', position)).toEqual({ place: at + 1, total: matches.length });
    expect(await place('nowhere at all', 0)).toEqual({ place: 0, total: 0 });
  });

  it('looks only at the columns given, and takes what was typed as it is', async () => {
    expect(await find('bucket-3', null)).toMatchObject({ position: 3 });
    expect(await find('198.51', null)).toBeNull();
    expect(await find('%', null)).toBeNull();
  });
});
