import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Question } from '../../../../shared/contract/common.ts';
import { everything, type Filter } from '../../../../shared/filter/filter.ts';
import { listFilter, usualLists } from '../../../../shared/filter/list-filter.ts';
import { parseFilter } from '../../../../shared/filter/parse.ts';
import { readList } from '../../../../shared/filter/pasted-list.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const total = 1_200;
const start = Date.UTC(2025, 2, 3);
const keyOf = (n: number): string => `AKIAEXAMPLEEXAMPLE${String(n % 9).padStart(2, '0')}`;
const addressOf = (n: number): string => (n % 3 === 0 ? '2001:db8::7' : `203.0.113.${n % 50}`);

const records = Array.from({ length: total }, (_, n) =>
  record(n, {
    eventTime: new Date(start + n * 60_000).toISOString().replace('.000', ''),
    eventName: ['GetBucketAcl', 'ListBuckets', 'Delete’s "Trail"', 'CreateAccessKey'][n % 4],
    awsRegion: n % 2 ? 'us-east-1' : 'eu-west-1',
    recipientAccountId: n % 5 ? '111122223333' : '444455556666',
    sourceIPAddress: addressOf(n),
    userAgent: `agent\n${n % 3}\u202e`,
    userIdentity: {
      type: 'IAMUser',
      accessKeyId: keyOf(n),
      arn: `arn:aws:iam::111122223333:user/u${n % 20}`,
    },
    requestParameters: { bucketName: `bucket-${n % 11}`, ...(n % 6 ? {} : { maxKeys: n }) },
    ...(n % 4 === 3 ? { responseElements: { accessKey: { accessKeyId: keyOf(n + 1) } } } : {}),
    resources: [{ ARN: `arn:aws:s3:::bucket-${n % 11}` }, { ARN: `arn:aws:s3:::all` }],
    ...(n % 10 === 0 ? { errorCode: 'AccessDenied' } : {}),
  }),
);

let engine: TestEngine;
beforeEach(async () => {
  engine = testEngine();
  await engine.importAll(writeFiles(tempFolder(), { 'a.json.gz': logFile(records) }));
});

const asked = (text: string, scope: Partial<Question['scope']> = {}): Question => ({
  scope: { ...all.scope, ...scope },
  filter: parseFilter(text).filter ?? expect.unreachable(text),
});
const count = async (question: Question): Promise<number> =>
  (await engine.call('events.count', { question })).total;

const rowsOf = async (sql: string): Promise<number> =>
  (await engine.call('sql.run', { sql, limit: 1_000_000 })).rows;

describe('the question as SQL', () => {
  const leaf: fc.Arbitrary<string> = fc.constantFrom(
    'eventName:list*',
    'eventName:"Delete’s \\"Trail\\""',
    'eventName:/^get|key$/i',
    'errorCode:*',
    'absent(errorCode)',
    'null(errorCode)',
    'awsRegion=us-east-1',
    'recipientAccountId:(111122223333, 999988887777)',
    'sourceIPAddress:203.0.113.0/28',
    'sourceIPAddress:(203.0.113.0/28, 2001:db8::/32, 203.0.113.40)',
    'requestParameters.bucketName:bucket-1*',
    'requestParameters.maxKeys>300',
    'requestParameters.maxKeys:[12 to 600]',
    'resources[*].ARN:"arn:aws:s3:::bucket-3"',
    `resources[*].ARN:(${Array.from({ length: 40 }, (_, n) => `"arn:aws:s3:::bucket-${n * 2}"`).join(', ')})`,
    `userIdentity.accessKeyId:(${Array.from({ length: 60 }, (_, n) => keyOf(n * 3)).join(', ')})`,
    'eventTime>=2025-03-03T05:00:00Z',
    'eventTime:[2025-03-03T02:00:00Z to 2025-03-03T09:30:00Z]',
    'readOnly:true',
    'userAgent:"agent\n1\u202e"',
    'userAgent:"it\'s; -- \u0000"',
    'userIdentity.accessKeyId=@responseElements.accessKey.accessKeyId',
    'bucket-7',
    '"it\'s -- not there"',
    'é',
  );
  const text: fc.Arbitrary<string> = fc
    .array(fc.tuple(fc.constantFrom('', 'not '), leaf, fc.constantFrom(' and ', ' or ')), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => parts.map(([not, one, join], at) => `${at ? join : ''}${not}${one}`).join(''));
  const scope = fc.record({
    range: fc.constantFrom(null, {
      fromMicros: (start + 3_600_500) * 1_000,
      toMicros: (start + 40_000_000) * 1_000,
    }),
    accounts: fc.constantFrom<string[] | null>(null, ['111122223333'], ["it's"]),
    regions: fc.constantFrom<string[] | null>(null, ['us-east-1', 'eu-west-1']),
    hideServiceCalls: fc.boolean(),
    hideServiceRoutine: fc.boolean(),
    onlyConsequence: fc.boolean(),
  });

  it('runs in the console as it is and has as many rows as the screen, for random filters', async () => {
    let most = 0;
    await fc.assert(
      fc.asyncProperty(text, scope, async (filter, one) => {
        const question = asked(filter, one);
        const { sql } = await engine.call('search.sql', {
          question,
          sort: [{ field: 'eventTime', descending: true }],
          columns: ['eventTime', 'eventName', 'requestParameters.bucketName', 'resources[*].ARN'],
        });
        const rows = await rowsOf(sql);
        expect(rows, sql).toBe(await count(question));
        most = Math.max(most, rows);
      }),
      { numRuns: 150 },
    );
    expect(most).toBeGreaterThan(0);
  }, 120_000);

  it('says in a remark what each line asks, without letting a value out of it', async () => {
    const { sql } = await engine.call('search.sql', {
      question: asked('eventName:"x\u2028\n*/; drop table files; --" and errorCode:*'),
      sort: [],
      columns: ['eventName', 'eventTime'],
    });
    expect(sql.split('\n')).toHaveLength(6);
    expect(sql).toContain('-- Error code is present');
    expect(await rowsOf(sql)).toBe(0);
  });
});

describe('a list of indicators', () => {
  const question = (filter: Filter = everything): Question => ({ scope: all.scope, filter });
  const hitsOf = async (text: string, within = question()) => {
    const lists = usualLists(readList(text).entries);
    const { hits, events } = await engine.call('search.listHits', {
      question: within,
      lists: lists.map(({ fields, entries }) => ({ fields: [...fields], entries: [...entries] })),
    });
    expect(events).toBe(
      await count({ ...within, filter: { kind: 'and', of: [within.filter, listFilter(lists)] } }),
    );
    return new Map(hits.map((hit) => [hit.entry, hit]));
  };

  it('says how often and when each entry was seen, in any field where its kind stands', async () => {
    const hits = await hitsOf(
      `203[.]0[.]113[.]7, 198.51.100.9, 2001:DB8:0::7, 203.0.113.8/30\n${keyOf(2)} arn:aws:s3:::bucket-4 444455556666`,
    );
    const seen = (keep: (rec: (typeof records)[number], n: number) => boolean): number =>
      records.filter(keep).length;
    expect(hits.get('203.0.113.7')?.events).toBe(seen((rec) => rec['sourceIPAddress'] === '203.0.113.7'));
    expect(hits.has('198.51.100.9')).toBe(false);
    expect(hits.get('2001:db8:0::7/128')?.events).toBe(seen((_, n) => n % 3 === 0));
    expect(hits.get('203.0.113.8/30')?.events).toBe(
      seen((rec) => /^203\.0\.113\.(8|9|10|11)$/.test(String(rec['sourceIPAddress']))),
    );
    expect(hits.get(keyOf(2))?.events).toBe(
      seen((_, n) => n % 9 === 2 || (n % 4 === 3 && (n + 1) % 9 === 2)),
    );
    expect(hits.get('arn:aws:s3:::bucket-4')?.events).toBe(seen((_, n) => n % 11 === 4));
    const account = hits.get('444455556666');
    expect(account?.events).toBe(seen((_, n) => n % 5 === 0));
    expect(account?.firstMicros).toBe(start * 1_000);
    expect(account?.lastMicros).toBe((start + 1_195 * 60_000) * 1_000);
  });

  it('counts within the rest of the question', async () => {
    const within = asked('eventName:CreateAccessKey');
    const hits = await hitsOf(`${keyOf(0)} ${keyOf(1)}`, within);
    expect(hits.get(keyOf(0))?.events).toBe(
      records.filter((_, n) => n % 4 === 3 && (n % 9 === 0 || (n + 1) % 9 === 0)).length,
    );
  });

  it('takes thousands of entries, blocks too', async () => {
    const addresses = Array.from({ length: 6_000 }, (_, n) => `10.${n >> 8}.${n & 255}.1`);
    const blocks = Array.from({ length: 1_500 }, (_, n) => `172.16.${n >> 4}.${(n & 15) * 16}/28`);
    const text = [...addresses, ...blocks, '203.0.113.7', '203.0.113.0/28'].join('\n');
    const hits = await hitsOf(text);
    expect([...hits.keys()].sort()).toEqual(['203.0.113.0/28', '203.0.113.7']);
  });
});

describe('help with a search', () => {
  it('finds paths that occur, with how many events have them', async () => {
    const ask = () => engine.call('search.paths', { typed: 'requestParameters.', limit: 20 });
    await expect.poll(async () => (await ask()).isComplete).toBe(true);
    const { paths, sampled } = await ask();
    expect(paths.map(({ path }) => path)).toEqual([
      'requestParameters.bucketName',
      'requestParameters.maxKeys',
    ]);
    expect(paths[0]?.events).toBe(total);
    expect(sampled).toBeGreaterThan(0);
    const anywhere = await engine.call('search.paths', { typed: 'accesskeyid', limit: 20 });
    expect(anywhere.paths.map(({ path }) => path)).toEqual(['responseElements.accessKey.accessKeyId']);
    const inArrays = await engine.call('search.paths', { typed: 'resources', limit: 20 });
    expect(inArrays.paths.map(({ path }) => path)).toEqual(['resources[*].ARN']);
  });

  it('suggests no documents, which would fill the memory', async () => {
    const long = 'x'.repeat(1_001);
    const other = testEngine();
    await other.importAll(
      writeFiles(tempFolder(), {
        'a.json.gz': logFile([record(1, { userAgent: long }), record(2, { userAgent: long.slice(1) })]),
      }),
    );
    const found = await other.call('values.suggest', { field: 'userAgent', typed: 'x', limit: 10 });
    expect(found.values.map(({ value }) => value.length)).toEqual([1_000]);
  });

  it('suggests values of paths, one by one where an event has several', async () => {
    const found = await engine.call('values.suggest', {
      field: 'resources[*].ARN',
      typed: 'arn:aws:s3:::b',
      limit: 30,
    });
    expect(found.values).toHaveLength(11);
    const everywhere = await engine.call('values.suggest', {
      field: 'resources[*].ARN',
      typed: 'all',
      limit: 30,
    });
    expect(everywhere.values).toEqual([{ value: 'arn:aws:s3:::all', count: total }]);
  });

  it('says which regular expressions cannot be used', async () => {
    const { filter } = asked('eventName:/(a/ or not userAgent:/ok/ or eventName:/(?=x)/i');
    const problems = await engine.call('search.check', { filter });
    expect(problems.map(({ pattern }) => pattern)).toEqual(['(a', '(?=x)']);
    expect(problems[0]?.message).toContain('missing )');
  });

  it('tells the nearest events outside an empty range', async () => {
    const range = (from: number, to: number) => ({
      range: { fromMicros: from * 1_000, toMicros: to * 1_000 },
    });
    const ask = (question: Question) => engine.call('search.nearest', { question });
    const denied = 'errorCode:AccessDenied';
    expect(await ask(asked(denied, range(start + 61_000, start + 599_000)))).toEqual({
      beforeMicros: start * 1_000,
      afterMicros: (start + 600_000) * 1_000,
    });
    expect(await ask(asked(denied, range(start - 9e6, start - 8e6)))).toEqual({
      beforeMicros: null,
      afterMicros: start * 1_000,
    });
    expect(await ask(asked(denied))).toEqual({ beforeMicros: null, afterMicros: null });
  });
});

describe('facets of any field', () => {
  it('counts every element of a path with several values once an event', async () => {
    const [facet] = await engine.call('facets.list', {
      question: all,
      facets: [{ field: 'resources[*].ARN', limit: 3, order: 'most', search: '' }],
    });
    expect(facet).toMatchObject({ distinct: 12, found: 12 });
    expect(facet!.values[0]).toEqual({ value: 'arn:aws:s3:::all', count: total });
    const sum = await count(asked(`resources[*].ARN=${facet!.values[1]!.value!.replace(/^.*$/, '"$&"')}`));
    expect(facet!.values[1]!.count).toBe(sum);
  });

  it('counts a path, with the events that lack it, and pages through a long tail', async () => {
    const page = async (offset: number, search = '') =>
      (
        await engine.call('facets.list', {
          question: all,
          facets: [{ field: 'requestParameters.maxKeys', limit: 60, offset, order: 'rarest', search }],
        })
      )[0]!;
    const pages = [await page(0), await page(60), await page(120), await page(180)];
    expect(pages.every(({ distinct }) => distinct === 201)).toBe(true);
    const values = pages.flatMap((one) => one.values);
    expect(values).toHaveLength(201);
    expect(new Set(values.map(({ value }) => value)).size).toBe(201);
    expect(values.at(-1)).toEqual({ value: null, count: total - 200 });
    const found = await page(0, '99');
    expect(found.found).toBe(found.values.length);
    expect(found.values.every(({ value }) => value?.includes('99'))).toBe(true);
  });
});
